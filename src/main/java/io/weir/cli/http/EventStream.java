package io.weir.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, as the HTML standard has them. For one thread; another one, of its own, waits for the bytes, so that their
 * absence can be noticed.
 */
public final class EventStream implements AutoCloseable {
    private static final int LONGEST = 1 << 20;
    private static final int MOST_WAITING = 64;

    /** A line, or, where there is none, why: an exception, or null at the end of the stream. */
    private record Heard(@Nullable String line, @Nullable IOException broken) {}

    private final BufferedReader in;
    private final Duration silence;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread ear;

    /**
     * Reads from a body.
     *
     * @param body of the answer
     * @param silence a stream on which nothing comes for so long, not even a comment, is taken for broken
     */
    public EventStream(InputStream body, Duration silence) {
        this.in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.silence = silence;
        this.ear = Thread.ofVirtual().start(this::hear);
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
     * @throws HttpTimeoutException where nothing came for too long
     * @throws IOException where the stream breaks
     */
    public @Nullable Event next() throws IOException, InterruptedException {
        String id = null;
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (String line = line(); line != null; line = line()) {
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

    private @Nullable String line() throws IOException, InterruptedException {
        Heard next = heard.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
        }
        if (next.broken() != null) {
            throw next.broken();
        }
        return next.line();
    }

    private void hear() {
        try {
            while (true) {
                Heard next = read();
                heard.put(next);
                if (next.line() == null) {
                    return;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Heard read() {
        try {
            return new Heard(in.readLine(), null);
        } catch (IOException broken) {
            return new Heard(null, broken);
        }
    }

    @Override
    public void close() throws IOException {
        ear.interrupt();
        in.close();
    }
}
