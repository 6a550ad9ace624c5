package io.weir.probe;

import io.weir.model.LocalError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an {@link IOException} of a socket means. The JDK has classes for some errors of the system and for the others
 * only their text, which this reads in English; text in another language counts as the backend's fault.
 */
final class SocketFaults {
    private SocketFaults() {}

    /** Why a connect failed on our own side, or null where it is the backend's or the network's doing. */
    static @Nullable LocalError ours(IOException e) {
        String said = said(e);
        if (said.contains("too many open files")) {
            return LocalError.NO_DESCRIPTORS;
        }
        if (said.contains("no buffer space") || said.contains("cannot allocate memory")) {
            return LocalError.NO_MEMORY;
        }
        if (said.contains("permission denied") || said.contains("not permitted")) {
            return LocalError.NO_PERMISSION;
        }
        if (e instanceof BindException || said.contains("cannot assign requested address")) {
            return LocalError.NO_PORTS;
        }
        return null;
    }

    /** Whether the system gave up waiting, before our own deadline. */
    static boolean isTimeout(IOException e) {
        return e instanceof ConnectException && said(e).contains("timed out");
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

    private static String said(Throwable e) {
        return firstLine(e).toLowerCase(Locale.ROOT);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
