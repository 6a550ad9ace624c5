package io.weir.demo;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests through a demo, one connection each, and as many reads of each page that is read of a node, so that a build can
 * have the JVM remember what a node loads and links and how often it takes which way: a young node compiles less.
 * Blocks its caller; plain sockets, so that it brings as little as possible into that memory.
 */
public final class Rehearsal {
    private static final List<String> PAGES = List.of(
            "/alive",
            "/ready",
            "/metrics",
            "/api/v1/cluster",
            "/api/v1/listeners",
            "/api/v1/pools",
            "/api/v1/pools/web/backends",
            "/api/v1/connections",
            "/api/v1/events",
            "/api/v1/traffic");

    private Rehearsal() {}

    /**
     * Sends requests.
     *
     * @param port of the listener on 127.0.0.1
     * @param adminPort of the admin port on 127.0.0.1
     * @param requests how many through the listener, and reads of each page
     * @return the bodies that came back through the listener, each once
     * @throws IOException when a request fails, or a page is not there
     */
    public static Set<String> run(int port, int adminPort, int requests) throws IOException {
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            answers.add(body(OneRequest.get(port, "/")));
            for (String page : PAGES) {
                // Some say at first that the node is not there yet, which is read like any other answer
                if (OneRequest.get(adminPort, page).startsWith("HTTP/1.1 404 ")) {
                    throw new IOException("no " + page + " on the admin port");
                }
            }
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
