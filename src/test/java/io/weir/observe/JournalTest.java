package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {
    @Test
    void keepsTheLastOnesOldestFirst() {
        List<Event> told = new ArrayList<>();
        Journal journal = new Journal(3, told::add);
        assertThat(journal.recent()).isEmpty();
        List<Event> all = IntStream.range(0, 7).mapToObj(JournalTest::event).toList();
        all.forEach(journal::add);
        assertThat(journal.recent()).containsExactlyElementsOf(all.subList(4, 7));
        assertThat(told).isEqualTo(all);
    }

    @Test
    void keepsTheOrderOfDetailsAndTheirValues() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("z", "1");
        details.put("a", "2");
        Event event = new Event("backend-health", 5, details);
        details.clear();
        assertThat(event.details()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
    }

    @Test
    void manyWritersLoseNothingButTheOldest() {
        Journal journal = new Journal(1_000, any -> {});
        ConcurrentLinkedQueue<Event> added = new ConcurrentLinkedQueue<>();
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 250; i++) {
                                Event event = event(writer * 250 + i);
                                added.add(event);
                                journal.add(event);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(journal.recent()).containsExactlyInAnyOrderElementsOf(added);
    }

    private static Event event(int number) {
        return new Event("test", number, Map.of("n", String.valueOf(number)));
    }
}
