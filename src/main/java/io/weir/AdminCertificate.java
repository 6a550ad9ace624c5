package io.weir;

import io.weir.config.Identity;
import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin port's certificate and key, which can be read anew while connections come. Any thread. */
final class AdminCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCertificate.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Of a port that speaks plain HTTP. */
    static final AdminCertificate NONE = new AdminCertificate(null, null);

    private final @Nullable Tls files;
    private volatile @Nullable Shown current;

    private record Shown(Identity identity, SSLContext context) {}

    /**
     * Files that hold something else than what is shown.
     *
     * @param from what is shown, for a person to read
     * @param to what would be
     */
    record Renewal(Identity identity, String from, String to) {}

    private AdminCertificate(@Nullable Tls files, @Nullable Shown first) {
        this.files = files;
        this.current = first;
    }

    /**
     * Reads the files.
     *
     * @throws Refusal where they are of no use, which the configuration's reader has seen not to be so a moment ago
     */
    static AdminCertificate of(AdminSettings settings) throws Refusal {
        Tls files = settings.tls();
        try {
            return files == null ? NONE : new AdminCertificate(files, shown(Identity.read(files)));
        } catch (Identity.Unusable unusable) {
            throw new Refusal(
                    ExitCode.CONFIGURATION, "weir.admin.tls." + unusable.setting() + ": " + unusable.getMessage());
        }
    }

    /** Reads the files anew; null where nothing is new. Where they are of no use, says so and goes on with what there was. */
    @Nullable
    Renewal renewal() {
        Shown now = current;
        if (files == null || now == null) {
            return null;
        }
        try {
            Identity read = Identity.read(files);
            return read.equals(now.identity()) ? null : new Renewal(read, words(now.identity()), words(read));
        } catch (Identity.Unusable unusable) {
            LOG.error(
                    "weir.admin.tls.{}: {}; the admin port goes on with what it had",
                    unusable.setting(),
                    unusable.getMessage());
            return null;
        }
    }

    private static String words(Identity identity) {
        X509Certificate own = identity.chain().getFirst();
        return own.getSubjectX500Principal().getName() + " until "
                + own.getNotAfter().toInstant();
    }

    /** From now on new connections are shown this; null changes nothing. */
    void take(@Nullable Renewal renewal) {
        if (renewal != null) {
            current = shown(renewal.identity());
            LOG.info("admin certificate: {}, before {}", renewal.to(), renewal.from());
        }
    }

    /** Make what each new connection is spoken to through; null for plain HTTP. */
    @Nullable
    Supplier<SSLEngine> engines() {
        return current == null ? null : this::engine;
    }

    private SSLEngine engine() {
        SSLContext context = Objects.requireNonNull(current).context();
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    private static Shown shown(Identity identity) {
        return new Shown(identity, context(identity));
    }

    private static SSLContext context(Identity identity) {
        try {
            char[] none = {};
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, none);
            keys.setKeyEntry("admin", identity.key(), none, identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK can do this", e);
        }
    }
}
