package io.weir.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A GET on a connection of its own; plain sockets, and blocks its caller for seconds at most between two bytes. */
public final class OneRequest {
    private static final int TIMEOUT_MILLIS = 5_000;

    private OneRequest() {}

    /**
     * Asks.
     *
     * @param port of 127.0.0.1
     * @param path with its slash
     * @return the whole answer, head and body
     * @throws IOException where nobody answers
     */
    public static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether the answer is 200; false where nobody answers. */
    public static boolean isGood(int port, String path) {
        try {
            return get(port, path).startsWith("HTTP/1.1 200 ");
        } catch (IOException notYet) {
            return false;
        }
    }
}
