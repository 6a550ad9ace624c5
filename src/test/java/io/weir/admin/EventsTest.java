package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happened in the cluster, read at once. */
class EventsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static final String EVENTS = "/api/v1/events";

    private final Node node = new Node();

    @BeforeEach
    void serve() {
        PORT.serve(node);
    }

    private void happen(int from, int to) {
        for (int i = from; i <= to; i++) {
            node.journal.add(new Event(EventType.BACKEND_STATE, i * 1000L, Map.of("n", "" + i)));
        }
    }

    private JsonNode get(String query) {
        Port.Answer answer = PORT.ask("GET", EVENTS + query);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private static List<Integer> numbers(JsonNode answer) {
        List<Integer> numbers = new ArrayList<>();
        answer.get("events")
                .forEach(event -> numbers.add(event.get("details").get("n").asInt()));
        return numbers;
    }

    @Test
    void eachEventSaysWhatWhereAndWhen() {
        node.journal.take("n2", 9, 4, new Event("backend-health", 1_795_349_696_789L, Map.of("to", "down")));
        JsonNode event = get("").get("events").get(0);
        assertThat(event)
                .hasToString(
                        "{\"id\":\"abc-1\",\"node\":\"n2\",\"time\":\"2026-11-22T12:14:56.789Z\",\"type\":\"backend-health\","
                                + "\"details\":{\"to\":\"down\"}}");
    }

    @Test
    void whoReadsOnFromTheLastOneGetsTheNextOnes() {
        JsonNode none = get("");
        assertThat(numbers(none)).isEmpty();
        happen(1, 5);
        JsonNode first = get("?since=" + none.get("next").asText() + "&limit=2");
        assertThat(numbers(first)).containsExactly(1, 2);
        assertThat(first.get("gap").asBoolean()).isFalse();
        JsonNode second = get("?since=" + first.get("next").asText());
        assertThat(numbers(second)).containsExactly(3, 4, 5);
        JsonNode third = get("?since=" + second.get("next").asText());
        assertThat(numbers(third)).isEmpty();
        assertThat(third.get("next")).isEqualTo(second.get("next"));
    }

    @Test
    void withoutAPlaceThereAreTheNewestOnes() {
        happen(1, 30);
        assertThat(numbers(get("?limit=3"))).containsExactly(28, 29, 30);
        assertThat(numbers(get(""))).hasSize(30);
        happen(31, 130);
        assertThat(numbers(get(""))).as("so many are kept").hasSize(50).endsWith(130);
        assertThat(get("").get("gap").asBoolean()).isFalse();
    }

    @Test
    void anIdThatIsNotKnownGivesAllThereIsAndSaysSo() {
        happen(1, 3);
        for (String id : List.of("abd-2", "abc-4", "abc-99999999999999999", "0-0")) {
            JsonNode all = get("?since=" + id);
            assertThat(numbers(all)).as(id).containsExactly(1, 2, 3);
            assertThat(all.get("gap").asBoolean()).as(id).isTrue();
        }
        happen(4, 60);
        JsonNode late = get("?since=abc-5&limit=1");
        assertThat(numbers(late)).as("6 to 10 are kept no more").containsExactly(11);
        assertThat(late.get("gap").asBoolean()).isTrue();
        assertThat(get("?since=abc-10").get("gap").asBoolean()).isFalse();
    }

    @Test
    void aTimeIsAPlaceToo() {
        happen(1, 5);
        node.wall = 6_000;
        for (String since : List.of("1970-01-01T00:00:03Z", "1970-01-01T00:00:02.500Z", "3000", "3s", "3500ms")) {
            assertThat(numbers(get("?since=" + since))).as(since).containsExactly(3, 4, 5);
        }
        assertThat(numbers(get("?since=0"))).hasSize(5);
        JsonNode none = get("?since=1970-01-01T00:00:09Z");
        assertThat(numbers(none)).isEmpty();
        assertThat(none.get("next").asText()).isEqualTo("abc-5");
    }

    @ParameterizedTest
    @CsvSource({
        "since=yesterday,400",
        "since=,400",
        "since=-5m,400",
        "since=1e30d,400",
        "since=a&since=b,400",
        "limit=x,400",
        "limit=,400",
        "limit=0,422",
        "limit=1001,422",
        "limit=999999999999999999999,400",
        "after=1,400"
    })
    void whatIsNoPlaceIsRefused(String query, int status) {
        for (String path : List.of(EVENTS, EVENTS + "/stream")) {
            if (path.endsWith("stream") && query.equals("limit=0")) {
                continue;
            }
            Port.Answer answer = PORT.ask("GET", path + "?" + query);
            assertThat(answer.status()).as("%s", answer).isEqualTo(status);
            assertThat(answer.json().get("detail").asText()).isNotBlank();
        }
    }
}
