package io.weir.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why something failed, in words that help. */
public final class Causes {
    private Causes() {}

    /** Of a file. */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException gone -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> String.valueOf(failure.getMessage());
        };
    }

    /** Of a request, with what to do about it. */
    static String of(Target target, Throwable failure) {
        String why = target.base() + " ";
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return why + "cannot be reached: no such host. Name the admin port of a node with --url or WEIR_URL";
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return why
                    + "does not answer in time. Is that the admin port of a node, and does a firewall let you through?"
                    + (target.secure() ? " If it speaks plain HTTP, use http://." : "");
        }
        if (has(failure, HttpTimeoutException.class)) {
            return why + "accepts connections but does not answer in time; see the log of that node";
        }
        if (has(failure, SSLHandshakeException.class)) {
            return why + certificate(failure);
        }
        if (has(failure, SSLException.class)) {
            return why + "does not speak TLS: try http:// instead";
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return why
                    + "cannot be reached: nobody listens there. Start a node (weir run, or weir demo), or name the admin"
                    + " port of another with --url or WEIR_URL";
        }
        if (has(failure, EOFException.class) || reason(failure).contains("no bytes")) {
            return why + "closes the connection without an answer"
                    + (target.secure() ? "" : "; if it speaks TLS, use https://");
        }
        return why + "cannot be spoken to: " + reason(failure);
    }

    /** What is the matter with what it shows of itself, and who can mend that. */
    private static String certificate(Throwable failure) {
        if (has(failure, CertificateExpiredException.class)) {
            return "shows a certificate that has expired: renew it there (weir.admin.tls) and let it be read again (SIGHUP,"
                    + " or weir reload)";
        }
        if (has(failure, CertificateNotYetValidException.class)) {
            return "shows a certificate that is not valid yet: look at the clocks there and here";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return "is not who it should be: its certificate is of nobody who is trusted here. Name the certificates to"
                    + " trust with --ca FILE or WEIR_CA";
        }
        if (has(failure, CertificateException.class)) {
            return "shows a certificate of another name (" + reason(root(failure))
                    + "): use a name that it has in --url";
        }
        return "is not who it should be: " + reason(failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
