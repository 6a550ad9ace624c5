package io.weir.probe;

import io.weir.model.CheckTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS for checks: with the JDK's trusted authorities, or accepting any certificate. Any thread may use it. */
final class TlsContexts {
    /** Shakes hands over a connected socket; closing the result closes the socket. */
    Socket handshake(Socket raw, CheckTls tls, String backendHost) throws IOException {
        String name = tls.serverName() == null ? backendHost : tls.serverName();
        SSLContext context = tls.verify() ? Lazy.VERIFYING : Lazy.TRUSTING;
        var secure = (SSLSocket) context.getSocketFactory().createSocket(raw, name, raw.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(asked(name));
        if (tls.verify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** The name to ask for, if there is one: RFC 6066 allows no literal addresses and the JDK not every other text. */
    private static List<SNIServerName> asked(String host) {
        try {
            InetAddress.ofLiteral(host);
            return List.of();
        } catch (IllegalArgumentException notLiteral) {
            try {
                // From bytes, as names with an underscore are common among containers and refused otherwise.
                return List.of(new SNIHostName(host.getBytes(StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException noName) {
                return List.of();
            }
        }
    }

    /** Made on the first check over TLS: reading the authorities takes tens of milliseconds. */
    private static final class Lazy {
        static final SSLContext VERIFYING = context(null);
        static final SSLContext TRUSTING = context(new TrustManager[] {new AcceptAll()});

        private static SSLContext context(TrustManager @org.jspecify.annotations.Nullable [] trust) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, trust, new SecureRandom());
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no TLS", e);
            }
        }
    }

    /** For {@code verify = off}: the check is about whether the backend answers, not about who it is. */
    private static final class AcceptAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
