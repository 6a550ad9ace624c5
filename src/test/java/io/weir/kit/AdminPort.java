package io.weir.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process's admin port, spoken to over a plain socket a request so that no client hides what is on the wire. */
public final class AdminPort {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) .*");

    private final Supplier<InetSocketAddress> address;
    private String token = "";

    AdminPort(Supplier<InetSocketAddress> address) {
        this.address = address;
    }

    /**
     * The one of a process that was not started by itself.
     *
     * @param address where it is
     * @return the port
     */
    public static AdminPort at(InetSocketAddress address) {
        return new AdminPort(() -> address);
    }

    /**
     * An answer.
     *
     * @param status its code
     * @param head the header lines
     * @param body its body
     */
    public record Answer(int status, String head, String body) {
        /** @return its body as JSON */
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + body, e);
            }
        }
    }

    /**
     * Asks with a token from now on.
     *
     * @param next the secret
     * @return this
     */
    public AdminPort with(String next) {
        token = next;
        return this;
    }

    /**
     * Asks.
     *
     * @param path and query
     * @return the answer
     */
    public Answer get(String path) {
        return ask("GET", path, "");
    }

    /**
     * Asks for something to be done.
     *
     * @param method such as DELETE
     * @param path and query
     * @param json the body; empty for none
     * @param headers further ones, each a whole line
     * @return the answer
     */
    public Answer ask(String method, String path, String json, String... headers) {
        InetSocketAddress at = address.get();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String host = at.getHostString().contains(":") ? "[" + at.getHostString() + "]" : at.getHostString();
        StringBuilder head = new StringBuilder(
                method + " " + path + " HTTP/1.0\r\nHost: " + host + ":" + at.getPort() + "\r\nConnection: close\r\n");
        if (!token.isEmpty()) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        try (Peer peer = Peer.dial(at)) {
            peer.send(head + "\r\n" + json);
            String all = all(peer);
            int split = all.indexOf("\r\n\r\n");
            Matcher status = STATUS.matcher(all.lines().findFirst().orElse(""));
            if (split < 0 || !status.matches()) {
                throw new AssertionError("no HTTP answer to " + method + " " + path + ": " + all);
            }
            return new Answer(Integer.parseInt(status.group(1)), all.substring(0, split), all.substring(split + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " at " + at, e);
        }
    }

    /** To its end. Where it came before all that was asked had been read, as a refusal may, that end can be a reset. */
    private static String all(Peer peer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            peer.in().transferTo(bytes);
        } catch (SocketException reset) {
            if (!whole(bytes.toString(StandardCharsets.UTF_8))) {
                throw reset;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean whole(String answer) {
        int split = answer.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(answer);
        return split >= 0
                && length.find()
                && answer.substring(split + 4).getBytes(StandardCharsets.UTF_8).length
                        == Integer.parseInt(length.group(1));
    }

    /** @return the counters and gauges now */
    public MetricsScrape metrics() {
        Answer answer = get("/metrics");
        if (answer.status() != 200) {
            throw new AssertionError("/metrics answers " + answer);
        }
        return MetricsScrape.parse(answer.body());
    }

    /** @return true when {@code /ready} says 200 */
    public boolean ready() {
        return get("/ready").status() == 200;
    }
}
