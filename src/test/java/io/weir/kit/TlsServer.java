package io.weir.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A TLS server for {@code localhost} with a certificate made for it by the JDK's keytool; echoes what it deciphers. */
public final class TlsServer implements AutoCloseable {
    private static final char[] PASSWORD = "password".toCharArray();

    private final SSLServerSocket server;
    private final SSLContext context;
    private final KeyStore store;

    private TlsServer(SSLServerSocket server, SSLContext context, KeyStore store) {
        this.server = server;
        this.context = context;
        this.store = store;
    }

    /**
     * Starts it.
     *
     * @return the running server on a free port of 127.0.0.1
     */
    public static TlsServer start() throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        Path file = Files.createTempDirectory("weir-tls").resolve("store.p12");
        try (InputStream in = Files.newInputStream(generate(file))) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("weir", store.getCertificate("weir"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TlsServer tls = new TlsServer(server, context, store);
        Thread.ofVirtual().start(tls::accept);
        return tls;
    }

    private static Path generate(Path file) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String command = "-genkeypair -alias weir -keyalg EC -groupname secp256r1 -dname CN=localhost -validity 30 "
                + "-ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass password -keystore " + file;
        java.util.List<String> words = new java.util.ArrayList<>(java.util.List.of(command.split(" ")));
        words.addFirst(tool);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        return file;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(SSLSocket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The client sees it.
        }
    }

    /** @return its address, as configuration files write it */
    public String hostPort() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** @return the certificate it shows */
    public Certificate certificate() throws GeneralSecurityException {
        return store.getCertificate("weir");
    }

    /**
     * A client that trusts this server's certificate and no other.
     *
     * @param at where to connect, possibly with something in between
     * @return a socket whose handshake is done
     */
    public SSLSocket dial(InetSocketAddress at) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
        socket.setSoTimeout((int) Patience.seconds(20).toMillis());
        socket.startHandshake();
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
