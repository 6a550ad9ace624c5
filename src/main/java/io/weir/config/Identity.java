package io.weir.config;

import io.weir.model.AdminSettings.Tls;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server shows of itself over TLS. Immutable.
 *
 * @param key belongs to the first certificate
 * @param chain the server's certificate, then what it is signed by
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    public Identity {
        chain = List.copyOf(chain);
    }

    /** Files that are of no use. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String setting;

        Unusable(String setting, Unfit why) {
            super(why.why());
            this.setting = setting;
        }

        /** The key whose file it is. */
        public String setting() {
            return setting;
        }
    }

    /**
     * Reads both files.
     *
     * @throws Unusable with the file and what is wrong with it
     */
    public static Identity read(Tls files) throws Unusable {
        List<X509Certificate> chain;
        try {
            chain = chain(files.certificate());
        } catch (Unfit unfit) {
            throw new Unusable("certificate", unfit);
        }
        try {
            return new Identity(keyOf(files, chain.getFirst()), chain);
        } catch (Unfit unfit) {
            if (isOfAny(chain.subList(1, chain.size()), files)) {
                throw new Unusable(
                        "certificate",
                        new Unfit(files.certificate() + " does not begin with the certificate of the key, which comes"
                                + " later in it; allowed: first that one, then what it is signed by"));
            }
            throw new Unusable("private-key", unfit);
        }
    }

    private static boolean isOfAny(List<X509Certificate> certificates, Tls files) {
        for (X509Certificate each : certificates) {
            try {
                keyOf(files, each);
                return true;
            } catch (Unfit another) {
                // Perhaps the next one's
            }
        }
        return false;
    }

    private static PrivateKey keyOf(Tls files, X509Certificate certificate) throws Unfit {
        PublicKey ours = certificate.getPublicKey();
        PrivateKey key = key(files.privateKey(), ours);
        match(files, key, ours);
        return key;
    }

    /** Why clients will refuse what was read at this time, or null. */
    @Nullable
    String doubt(Instant now) {
        for (X509Certificate each : chain) {
            if (now.isAfter(each.getNotAfter().toInstant())) {
                return "holds a certificate that has expired at "
                        + each.getNotAfter().toInstant() + ": clients refuse it";
            }
            if (now.isBefore(each.getNotBefore().toInstant())) {
                return "holds a certificate that is not valid before "
                        + each.getNotBefore().toInstant() + ": clients refuse it";
            }
        }
        return null;
    }

    private static List<X509Certificate> chain(Path file) throws Unfit {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem part : Pem.in(file)) {
            if (part.label().equals("CERTIFICATE")) {
                chain.add(certificate(file, part.bytes()));
            }
        }
        if (chain.isEmpty()) {
            throw new Unfit(file + " holds no certificate; allowed: -----BEGIN CERTIFICATE-----");
        }
        return chain;
    }

    private static X509Certificate certificate(Path file, byte[] bytes) throws Unfit {
        try {
            Certificate read =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
            if (read instanceof X509Certificate certificate && SIGNATURES.containsKey(algorithm(certificate))) {
                return certificate;
            }
        } catch (GeneralSecurityException damaged) {
            throw new Unfit(file + " holds a certificate that is damaged");
        }
        throw new Unfit(file + " holds a certificate of a kind that is not known; allowed: RSA, EC, Ed25519");
    }

    private static String algorithm(X509Certificate certificate) {
        return certificate.getPublicKey().getAlgorithm();
    }

    private static PrivateKey key(Path file, PublicKey ours) throws Unfit {
        for (Pem part : Pem.in(file)) {
            switch (part.label()) {
                case "PRIVATE KEY" -> {
                    return key(file, ours, part.bytes());
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return key(file, ours, Der.pkcs8(ours.getEncoded(), part.bytes()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new Unfit(file + " holds an encrypted key; allowed: one without a passphrase");
                default -> {}
            }
        }
        throw new Unfit(file + " holds no private key; allowed: -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey key(Path file, PublicKey ours, byte[] pkcs8) throws Unfit {
        try {
            return KeyFactory.getInstance(ours.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new Unfit(file + " holds a key that is damaged or of another kind than the certificate's, which is "
                    + ours.getAlgorithm());
        }
    }

    private static void match(Tls files, PrivateKey key, PublicKey ours) throws Unfit {
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(ours.getAlgorithm(), ""));
            byte[] text = {1, 2, 3};
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(ours);
            signature.update(text);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // Not this one's either
        }
        throw new Unfit(files.privateKey() + " is not the key of the certificate in " + files.certificate());
    }
}
