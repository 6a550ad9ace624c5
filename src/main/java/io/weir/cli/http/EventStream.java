package io.weir.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events, as the HTML standard has them. For one thread. */
public final class EventStream implements AutoCloseable {
    private static final int LONGEST = 1 << 20;

    private final BufferedReader in;

    /** Reads from a body. */
    public EventStream(InputStream body) {
        this.in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * An event.
     *
     * @param id where to go on after a break; null where the event names none
     * @param name its kind; {@code message} where it names none
     * @param data what it says
     */
    public record Event(@Nullable String id, String name, String data) {}

    /**
     * Waits for the next one.
     *
     * @return the event, or null at the end of the stream
     * @throws IOException where the stream breaks
     */
    public @Nullable Event next() throws IOException {
        String id = null;
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                if (any) {
                    return new Event(id, name, data.toString());
                }
                id = null;
                name = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> {
                    if (data.length() + value.length() > LONGEST) {
                        throw new IOException("an event of more than " + LONGEST + " characters");
                    }
                    data.append(any ? "\n" : "").append(value);
                    any = true;
                }
                default -> {
                    // Comments, which keep the connection awake, and fields of later versions
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
