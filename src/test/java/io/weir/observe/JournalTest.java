package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final int MANY = 1000;

    private static Journal journal(int capacity) {
        return new Journal("n1", 7, capacity, any -> {});
    }

    @Test
    void keepsTheLastOnesOldestFirst() {
        List<Event> told = new ArrayList<>();
        Journal journal = new Journal("n1", 7, 3, kept -> told.add(kept.event()));
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
        Event event = new Event(EventType.BACKEND_HEALTH, 5, details);
        details.clear();
        assertThat(event.details()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
    }

    @Test
    void cutsWhatIsLong() {
        Map<String, String> details = new LinkedHashMap<>();
        IntStream.range(0, 100).forEach(i -> details.put("n" + i, "x".repeat(i * 100)));
        Event event = new Event("t".repeat(MANY), 0, details);
        assertThat(event.details()).hasSize(Event.MOST_DETAILS);
        assertThat(event.details().values()).allMatch(value -> value.length() <= Event.LONGEST);
        assertThat(event.type()).hasSize(Event.LONGEST);
    }

    @Test
    void manyWritersLoseNothingButTheOldest() {
        Journal journal = journal(MANY);
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
        assertThat(journal.own(0, MANY))
                .extracting(Kept::sequence)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY)
                        .mapToObj(each -> (long) each)
                        .toList());
    }

    @Test
    void whoReadOnGetsEachEventOnceAndIsToldWhenSomeAreKeptNoMore() {
        Journal journal = journal(10);
        long place = 0;
        for (int i = 0; i < 95; i++) {
            journal.add(event(i));
            if (i % 7 == 0) {
                Journal.Page page = journal.after(place, 10);
                assertThat(page.gap()).isFalse();
                assertThat(page.events().getFirst().number()).isEqualTo(place + 1);
                assertThat(page.events().getLast().number()).isEqualTo(i + 1);
                place = page.events().getLast().number();
            }
        }
        assertThat(journal.after(place, 10).gap()).isFalse();
        assertThat(journal.after(place, 2).events()).extracting(Kept::number).containsExactly(place + 1, place + 2);
        assertThat(journal.after(84, 10).gap()).as("85 is kept no more").isTrue();
        assertThat(journal.after(85, 10).gap()).isFalse();
        assertThat(journal.after(95, 10).events()).isEmpty();
    }

    @Test
    void whatHappenedElsewhereIsKeptAndNotSaidAgain() {
        List<Kept> told = new ArrayList<>();
        Journal journal = new Journal("n1", 7, 10, told::add);
        journal.add(event(1));
        journal.take("n2", 8, 44, event(2));
        journal.add(event(3));
        assertThat(told).extracting(Kept::sequence).containsExactly(1L, 2L);
        assertThat(journal.after(0, 10).events()).extracting(Kept::node).containsExactly("n1", "n2", "n1");
        assertThat(journal.own(1, 10)).extracting(Kept::number).containsExactly(3L);
        assertThat(journal.own(0, 1)).extracting(Kept::number).containsExactly(1L);
        assertThat(journal.own(0, 9)).extracting(Kept::number).containsExactly(1L, 3L);
        assertThat(journal.own(2, 10)).isEmpty();
    }

    @Test
    void whoWatchesIsCalledUntilHeIsForgottenAndOnceAtTheEnd() {
        Journal journal = journal(10);
        AtomicInteger one = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        Runnable first = one::incrementAndGet;
        assertThat(journal.watch(first)).isTrue();
        assertThat(journal.watch(other::incrementAndGet)).isTrue();
        journal.add(event(1));
        journal.take("n2", 8, 1, event(2));
        journal.forget(first);
        journal.add(event(3));
        journal.close();
        assertThat(one).hasValue(2);
        assertThat(other).hasValue(4);
        assertThat(journal.watch(first)).isFalse();
        assertThat(journal.hasRoom()).isFalse();
    }

    @Test
    void noMoreThanSoManyWatch() {
        Journal journal = journal(10);
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < Journal.MOST_WATCHERS; i++) {
            AtomicInteger calls = new AtomicInteger();
            Runnable watcher = calls::incrementAndGet;
            all.add(watcher);
            assertThat(journal.watch(watcher)).isTrue();
        }
        assertThat(journal.hasRoom()).isFalse();
        assertThat(journal.watch(() -> {})).isFalse();
        journal.forget(all.getFirst());
        assertThat(journal.hasRoom()).isTrue();
    }

    private static Event event(int number) {
        return new Event("test", number, Map.of("n", String.valueOf(number)));
    }
}
