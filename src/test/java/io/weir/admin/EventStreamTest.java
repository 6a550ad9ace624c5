package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events. */
class EventStreamTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static final String STREAM = "/api/v1/events/stream";

    private final Node node = new Node();
    private final List<Reader> readers = new ArrayList<>();

    /** One who follows. */
    private static final class Reader implements AutoCloseable {
        private final Peer peer;
        private final BufferedReader in;

        Reader(String path, String... headers) throws IOException {
            peer = Peer.dial(PORT.address());
            peer.readTimeout(Patience.seconds(20));
            peer.send(PORT.head("GET", path, headers) + "\r\n");
            in = new BufferedReader(new InputStreamReader(peer.in(), StandardCharsets.UTF_8));
        }

        /** The lines of the next event; null at the end. */
        Map<String, String> next() throws IOException {
            Map<String, String> fields = new HashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty() && fields.containsKey("data")) {
                    return fields;
                }
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            return null;
        }

        String n() throws IOException {
            return new ObjectMapper()
                    .readTree(next().get("data"))
                    .get("details")
                    .get("n")
                    .asText();
        }

        @Override
        public void close() {
            try {
                peer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Reader read(String path, String... headers) throws IOException {
        Reader reader = new Reader(path, headers);
        readers.add(reader);
        return reader;
    }

    @AfterEach
    void leave() {
        node.journal.close();
        readers.forEach(Reader::close);
    }

    private void happen(int from, int to) {
        for (int i = from; i <= to; i++) {
            node.journal.add(new Event(EventType.BACKEND_STATE, i * 1000L, Map.of("n", "" + i)));
        }
    }

    @Test
    void whoseTokenIsTakenAwayHearsNoMore() throws IOException {
        Token kept = new Token("kept", Role.VIEWER, "kept-0123456789abcdef");
        Token gone = new Token("gone", Role.ADMIN, "gone-0123456789abcdef");
        PORT.serve(node, kept, gone);
        Reader stays = read(STREAM, "Authorization: Bearer " + kept.secret());
        Reader leaves = read(STREAM, "Authorization: Bearer " + gone.secret());
        happen(1, 1);
        assertThat(stays.n()).isEqualTo("1");
        assertThat(leaves.n()).isEqualTo("1");
        PORT.tokens(kept);
        happen(2, 2);
        assertThat(stays.n()).isEqualTo("2");
        assertThat(leaves.next()).isNull();
    }

    @Test
    void whatWasIsToldFirstAndThenWhatComes() throws IOException {
        PORT.serve(node);
        happen(1, 3);
        Reader reader = read(STREAM + "?limit=2");
        Map<String, String> first = reader.next();
        assertThat(first).containsEntry("id", "abc-2").containsEntry("event", "backend-state");
        assertThat(first.get("data"))
                .isEqualTo("{\"id\":\"abc-2\",\"node\":\"n1\",\"time\":\"1970-01-01T00:00:02.000Z\","
                        + "\"type\":\"backend-state\",\"details\":{\"n\":\"2\"}}");
        assertThat(reader.n()).isEqualTo("3");
        happen(4, 4);
        assertThat(reader.n()).isEqualTo("4");
        happen(5, 24);
        for (int i = 5; i <= 24; i++) {
            assertThat(reader.n()).isEqualTo("" + i);
        }
    }

    @Test
    void whoComesBackGoesOnFromTheLastOneHeHas() throws IOException {
        PORT.serve(node);
        happen(1, 5);
        assertThat(read(STREAM, "Last-Event-ID: abc-3").n()).isEqualTo("4");
        assertThat(read(STREAM + "?since=abc-4").n()).isEqualTo("5");
        assertThat(read(STREAM + "?since=1970-01-01T00:00:05Z").n()).isEqualTo("5");
        Reader both = read(STREAM + "?since=abc-1", "Last-Event-ID: abc-4");
        assertThat(both.n()).as("the browser's header is the newer one").isEqualTo("5");
    }

    @Test
    void whoComesBackTooLateIsToldSo() throws IOException {
        PORT.serve(node);
        happen(1, 60);
        for (String id : List.of("abc-5", "77-5")) {
            Reader reader = read(STREAM, "Last-Event-ID: " + id);
            assertThat(reader.next()).as(id).containsEntry("event", "gap").doesNotContainKey("id");
            assertThat(reader.n()).as(id).isEqualTo("11");
        }
    }

    @Test
    void itEndsWithTheNode() throws IOException {
        PORT.serve(node);
        happen(1, 1);
        Reader reader = read(STREAM);
        assertThat(reader.n()).isEqualTo("1");
        node.journal.close();
        assertThat(reader.next()).isNull();
        assertThat(PORT.ask("GET", STREAM).status()).isEqualTo(503);
    }

    @Test
    void soManyMayFollowAndWhoLeavesMakesRoom() throws IOException {
        PORT.serve(node);
        happen(1, 1);
        for (int i = 0; i < Journal.MOST_WATCHERS; i++) {
            assertThat(read(STREAM).n()).isEqualTo("1");
        }
        Port.Answer full = PORT.ask("GET", STREAM);
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.json().get("detail").asText()).contains("follow");
        readers.getFirst().close();
        Patience.until("there to be room").until(() -> {
            // Only what is written to a closed connection shows that it is.
            happen(1, 1);
            return node.journal.hasRoom();
        });
        assertThat(read(STREAM).n()).isEqualTo("1");
    }

    /** Also where all of it is kept, so that nothing but his being behind speaks against him. */
    @ParameterizedTest
    @ValueSource(ints = {5000, 50_000})
    void whoDoesNotReadIsCutAndNobodyWaitsForHim(int kept) throws IOException {
        Node big = new Node(kept);
        PORT.serve(big);
        try {
            Reader reader = read(STREAM + "?limit=0");
            Patience.until("him to follow").until(() -> big.journal.isWatched());
            String text = "x".repeat(400);
            IntStream.range(0, 40_000)
                    .forEach(i -> big.journal.add(new Event(
                            EventType.BACKEND_STATE, 0, Map.of("n", "" + i, "a", text, "b", text, "c", text))));
            Patience.until("him to be forgotten").until(() -> !big.journal.isWatched());
            int read = 0;
            while (reader.next() != null) {
                read++;
            }
            assertThat(read).isBetween(1, 39_999);
        } finally {
            big.journal.close();
        }
    }

    @Test
    void itAsksForATokenAndTheHeadIsEnoughForWhoAsksForIt() {
        PORT.serve(node, new Token("grafana", Role.VIEWER, "viewer"));
        assertThat(PORT.ask("GET", STREAM).status()).isEqualTo(401);
        Port.Answer head = PORT.ask("HEAD", STREAM, "Authorization: Bearer viewer");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(head.header("Cache-Control")).isEqualTo("no-store");
        Patience.until("nobody to be left").until(() -> !node.journal.isWatched());
    }
}
