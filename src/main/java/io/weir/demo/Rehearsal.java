package io.weir.demo;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests through a demo, one connection each, so that a build can have the JVM remember what a node loads and links.
 * Blocks its caller; plain sockets, so that it brings as little as possible into that memory.
 */
public final class Rehearsal {
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
            answers.add(body(OneRequest.get(port, "/")));
        }
        for (String path : new String[] {"/alive", "/ready", "/metrics"}) {
            OneRequest.get(adminPort, path);
        }
        return answers;
    }

    private static String body(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no HTTP answer: " + answer);
        }
        return answer.substring(end + 4).strip();
    }
}
