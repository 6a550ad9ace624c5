package io.weir.probe;

import io.weir.model.LocalError;
import io.weir.transport.SystemWords;
import io.weir.transport.socket.NetError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an {@link IOException} of a socket means. The JDK has classes for some errors of the system and for the others
 * only its words, which {@link SystemWords} understands.
 */
final class SocketFaults {
    private SocketFaults() {}

    /** Asked of the system when the first check fails: most processes never need it. */
    private static final class Here {
        static final SystemWords WORDS = SystemWords.here();
    }

    /** Why a connect failed on our own side, or null where it is the backend's or the network's doing. */
    static @Nullable LocalError ours(IOException e) {
        return ours(e, Here.WORDS);
    }

    static @Nullable LocalError ours(IOException e, SystemWords words) {
        return switch (words.meaning(firstLine(e))) {
            case NO_DESCRIPTORS -> LocalError.NO_DESCRIPTORS;
            case NO_MEMORY -> LocalError.NO_MEMORY;
            case NO_PERMISSION -> LocalError.NO_PERMISSION;
            case NO_PORTS -> LocalError.NO_PORTS;
            case null, default -> e instanceof BindException ? LocalError.NO_PORTS : null;
        };
    }

    /** The same as a result, told in our own words: the system's may be in any language and say nothing of a remedy. */
    static ProbeResult.@Nullable NotMade notMade(IOException e) {
        LocalError why = ours(e);
        return why == null ? null : new ProbeResult.NotMade(why, why.advice());
    }

    /** Whether the system gave up waiting, before our own deadline. */
    static boolean isTimeout(IOException e) {
        return isTimeout(e, Here.WORDS);
    }

    static boolean isTimeout(IOException e, SystemWords words) {
        return e instanceof ConnectException && words.meaning(firstLine(e)) == NetError.TIMED_OUT;
    }

    /** For a person to read. */
    static String text(IOException e) {
        if (e instanceof SSLException) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof CertificateException) {
                    return "certificate not accepted: " + root(cause);
                }
            }
            return "TLS handshake failed: " + firstLine(e);
        }
        String said = firstLine(e);
        return said.isEmpty()
                ? e.getClass().getSimpleName()
                : said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
    }

    private static String root(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return firstLine(deepest);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
