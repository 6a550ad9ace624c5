package io.weir.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The access log as its reader sees it: JSON objects, a line each, with exactly the agreed fields. Any thread.
 */
public final class AccessLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of(
            "time",
            "node",
            "listener",
            "client",
            "pool",
            "backend",
            "id",
            "attempts",
            "queueMillis",
            "connectMillis",
            "firstByteMillis",
            "durationMillis",
            "bytesIn",
            "bytesOut",
            "sni",
            "reason");

    private final Tail tail;

    /** @param tail where the lines come from; lines that do not start with a brace are not the log's */
    public AccessLog(Tail tail) {
        this.tail = tail;
    }

    /**
     * One connection.
     *
     * @param json the whole line
     */
    public record Line(JsonNode json) {
        /** @return why it ended */
        public String reason() {
            return json.get("reason").asText();
        }

        /** @return when it ended */
        public Instant ended() {
            return Instant.parse(json.get("time").asText());
        }

        /** @return the client, host:port */
        public String client() {
            return json.get("client").asText();
        }

        /** @return the listener's name */
        public String listener() {
            return json.get("listener").asText();
        }

        /** @return the backend's id, or "" where none was joined */
        public String backend() {
            return json.get("backend").asText("");
        }

        /**
         * A number.
         *
         * @param field its name
         * @return its value
         */
        public long number(String field) {
            JsonNode value = json.get(field);
            if (!value.isNumber()) {
                throw new AssertionError(field + " is no number: " + json);
            }
            return value.asLong();
        }
    }

    /** @return every line so far */
    public List<Line> lines() {
        return parsed(tail.lines());
    }

    /** @return how many lines there are so far, for {@link #after} */
    public int mark() {
        return tail.lines().size();
    }

    /**
     * Lines that came later.
     *
     * @param mark what {@link #mark} said
     * @return them
     */
    public List<Line> after(int mark) {
        return parsed(tail.linesAfter(mark));
    }

    /**
     * Waits for the line of one connection.
     *
     * @param client the client's end of it, which may be closed by now but must know its address
     * @return the line
     * @throws org.awaitility.core.ConditionTimeoutException when none comes
     */
    public Line of(Peer client) {
        int port = client.local().getPort();
        return Patience.until("the access log's line for the client on port " + port)
                .until(() -> ofPort(port, client.since()), java.util.Objects::nonNull);
    }

    /** Ports come round again, so an earlier connection's line may name the same client. */
    private Line ofPort(int port, Instant since) {
        List<Line> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            if (line.client().endsWith(":" + port) && !line.ended().isBefore(since)) {
                return line;
            }
        }
        return null;
    }

    /**
     * Parses one line.
     *
     * @param line of the log
     * @return the connection
     * @throws AssertionError when it is no JSON object or has other fields than agreed
     */
    public static Line parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            Set<String> names = new TreeSet<>();
            json.fieldNames().forEachRemaining(names::add);
            if (!names.equals(FIELDS)) {
                throw new AssertionError("fields " + names + " instead of " + new TreeSet<>(FIELDS) + ": " + line);
            }
            return new Line(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private static List<Line> parsed(List<String> lines) {
        return lines.stream()
                .filter(l -> l.startsWith("{"))
                .map(AccessLog::parse)
                .toList();
    }
}
