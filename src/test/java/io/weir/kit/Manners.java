package io.weir.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** The manners fake backends have, good and bad. */
public final class Manners {
    private Manners() {}

    /** @return sends back what comes, and a FIN for a FIN */
    public static Manner echo() {
        return peer -> peer.in().transferTo(peer.out());
    }

    /**
     * Speaks first, then echoes.
     *
     * @param greeting its first words
     * @return the manner
     */
    public static Manner greeting(String greeting) {
        return peer -> {
            peer.send(greeting);
            peer.in().transferTo(peer.out());
        };
    }

    /**
     * Answers HTTP/1.1 requests with its name, keeping the connection unless asked to close.
     *
     * @param name the body, and the header {@code X-Backend}
     * @return the manner
     */
    public static Manner http(String name) {
        byte[] answer = ("HTTP/1.1 200 OK\r\nX-Backend: " + name + "\r\nContent-Type: text/plain\r\nContent-Length: "
                        + name.length() + "\r\n\r\n" + name)
                .getBytes(StandardCharsets.ISO_8859_1);
        return peer -> {
            while (true) {
                String head = head(peer.in());
                if (head.isEmpty()) {
                    return;
                }
                peer.send(answer);
                if (head.toLowerCase(java.util.Locale.ROOT).contains("connection: close")) {
                    return;
                }
            }
        };
    }

    /** @return accepts and then neither reads nor writes, until the backend is closed */
    public static Manner silent() {
        return peer -> new CountDownLatch(1).await();
    }

    /** @return reads everything, says nothing, and ends when the other side does */
    public static Manner sink() {
        return peer -> peer.in().transferTo(java.io.OutputStream.nullOutputStream());
    }

    /**
     * Reads to the end of what the client sends, and only then answers.
     *
     * @return answers the number of bytes in decimal digits
     */
    public static Manner counting() {
        return peer -> {
            long count = peer.in().transferTo(java.io.OutputStream.nullOutputStream());
            peer.send(Long.toString(count));
        };
    }

    /**
     * Resets the connection after it has received so many bytes.
     *
     * @param count 0: at once
     * @return the manner
     */
    public static Manner resetAfter(int count) {
        return peer -> {
            peer.in().readNBytes(count);
            peer.reset();
        };
    }

    /**
     * Closes the connection after it has received so many bytes.
     *
     * @param count 0: at once
     * @return the manner
     */
    public static Manner closeAfter(int count) {
        return peer -> peer.in().readNBytes(count);
    }

    /**
     * Sends content in chunks of random sizes and ends.
     *
     * @param payload what
     * @return the manner
     */
    public static Manner source(Payload payload) {
        return peer -> payload.writeTo(peer.out(), new SplittableRandom(payload.key()));
    }

    /**
     * Answers before it ends its sending direction, then goes on reading to the end.
     *
     * @param last its last words
     * @return the manner
     */
    public static Manner halfClosing(String last) {
        return peer -> {
            peer.send(last);
            peer.finish();
            peer.in().transferTo(java.io.OutputStream.nullOutputStream());
        };
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 16 * 1024) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
            if (next == '\n'
                    && head.length() >= 4
                    && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }
}
