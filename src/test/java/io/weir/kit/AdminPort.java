package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process's admin port, spoken to over a plain socket a request so that no client hides what is on the wire. */
public final class AdminPort {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) .*");

    private final WeirProcess weir;

    AdminPort(WeirProcess weir) {
        this.weir = weir;
    }

    /**
     * An answer.
     *
     * @param status its code
     * @param head the header lines
     * @param body its body
     */
    public record Answer(int status, String head, String body) {}

    /**
     * Asks.
     *
     * @param path and query
     * @return the answer
     */
    public Answer get(String path) {
        InetSocketAddress at = weir.adminAddress();
        try (Peer peer = Peer.dial(at)) {
            peer.send("GET " + path + " HTTP/1.0\r\nHost: " + at.getHostString() + ":" + at.getPort()
                    + "\r\nConnection: close\r\n\r\n");
            String all = new String(peer.in().readAllBytes(), StandardCharsets.UTF_8);
            int split = all.indexOf("\r\n\r\n");
            Matcher status = STATUS.matcher(all.lines().findFirst().orElse(""));
            if (split < 0 || !status.matches()) {
                throw new AssertionError("no HTTP answer to " + path + ": " + all);
            }
            return new Answer(Integer.parseInt(status.group(1)), all.substring(0, split), all.substring(split + 4));
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path + " at " + at, e);
        }
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
