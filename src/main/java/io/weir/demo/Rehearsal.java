package io.weir.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests through a demo, one connection each, so that a build can have the JVM remember what a node loads and links.
 * Blocks its caller; plain sockets, so that it brings as little as possible into that memory.
 */
public final class Rehearsal {
    private static final int TIMEOUT_MILLIS = 5_000;

    private Rehearsal() {}

    /**
     * Sends requests.
     *
     * @param port of the listener on 127.0.0.1
     * @param adminPort of the admin port on 127.0.0.1
     * @param requests how many through the listener
     * @return the bodies that came back through the listener, each once
     * @throws IOException when a request fails
     */
    public static Set<String> run(int port, int adminPort, int requests) throws IOException {
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            answers.add(body(get(port, "/")));
        }
        for (String path : new String[] {"/alive", "/ready", "/metrics"}) {
            get(adminPort, path);
        }
        return answers;
    }

    private static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String body(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no HTTP answer: " + answer);
        }
        return answer.substring(end + 4).strip();
    }
}
