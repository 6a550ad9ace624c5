package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Laws that hold for every sequence of events: sums, no negative, no way back, gauges at zero in the end. */
class MetersLawsTest {
    private static final int LOOPS = 3;
    private static final CloseReason[] REASONS = CloseReason.values();

    private record Open(ListenerMeter listener, String listenerName, String pool, BackendMeter backend) {}

    @RepeatedTest(40)
    void everyConnectionIsOpenOrClosedExactlyOnce(RepetitionInfo run) {
        long seed = 7_000L + run.getCurrentRepetition();
        Random random = new Random(seed);
        Meters meters = new Meters(LOOPS);
        Map<Integer, ArrayDeque<Open>> live = new HashMap<>();
        Map<String, Long> accepted = new HashMap<>();
        Map<String, Long> ended = new HashMap<>();
        for (int step = 0; step < 3_000; step++) {
            int loop = random.nextInt(LOOPS);
            ArrayDeque<Open> mine = live.computeIfAbsent(loop, any -> new ArrayDeque<>());
            int dice = random.nextInt(100);
            if (dice < 2) {
                meters.configured(randomInventory(random));
            } else if (dice < 55) {
                mine.add(open(meters.loop(loop), random, accepted));
            } else if (!mine.isEmpty()) {
                close(random.nextBoolean() ? mine.removeFirst() : mine.removeLast(), random, ended);
            }
            if (step % 100 == 0) {
                check(meters.read(), accepted, ended, seed);
            }
        }
        live.values().forEach(all -> all.forEach(each -> close(each, random, ended)));
        Reading end = meters.read();
        check(end, accepted, ended, seed);
        end.listeners()
                .forEach((name, l) ->
                        assertThat(l.open()).as("seed %d, %s", seed, name).isZero());
        end.pools()
                .forEach((pool, p) -> p.backends()
                        .forEach((id, b) -> assertThat(b.open())
                                .as("seed %d, %s %s", seed, pool, id)
                                .isZero()));
    }

    private static Inventory randomInventory(Random random) {
        Map<String, Set<String>> pools = new HashMap<>();
        for (int p = 0; p < 3; p++) {
            if (random.nextBoolean()) {
                Set<String> ids = new HashSet<>();
                for (int b = 0; b < 3; b++) {
                    if (random.nextBoolean()) {
                        ids.add("b" + b);
                    }
                }
                pools.put("p" + p, ids);
            }
        }
        return new Inventory(Map.of("l0", "p0", "l1", "p1"), pools);
    }

    private static Open open(LoopMeters loop, Random random, Map<String, Long> accepted) {
        String name = "l" + random.nextInt(2);
        String pool = "p" + random.nextInt(3);
        ListenerMeter listener = loop.listener(name);
        listener.opened();
        accepted.merge(name, 1L, Long::sum);
        BackendMeter backend = loop.backend(pool, "b" + random.nextInt(3));
        if (random.nextInt(10) == 0) {
            backend.dialFailed(DialFailure.TIMEOUT);
        }
        backend.opened();
        return new Open(listener, name, pool, backend);
    }

    private static void close(Open open, Random random, Map<String, Long> ended) {
        open.backend().closed();
        open.listener().closed(open.pool(), REASONS[random.nextInt(REASONS.length)], random.nextLong(1_000_000));
        ended.merge(open.listenerName(), 1L, Long::sum);
    }

    private static void check(Reading reading, Map<String, Long> accepted, Map<String, Long> ended, long seed) {
        reading.listeners().forEach((name, totals) -> {
            assertThat(totals.opened()).as("seed %d, %s", seed, name).isEqualTo(accepted.getOrDefault(name, 0L));
            assertThat(closed(totals)).as("seed %d, %s", seed, name).isEqualTo(ended.getOrDefault(name, 0L));
            assertThat(totals.open()).as("seed %d, %s", seed, name).isEqualTo(totals.opened() - closed(totals));
            assertThat(totals.durations().count()).as("seed %d", seed).isEqualTo(closed(totals));
        });
        reading.pools()
                .forEach((pool, totals) -> totals.backends()
                        .forEach((id, b) -> assertThat(b.open())
                                .as("seed %d, %s %s", seed, pool, id)
                                .isNotNegative()));
    }

    private static long closed(Reading.ListenerTotals totals) {
        long all = 0;
        for (String pool : totals.pools()) {
            all += Arrays.stream(REASONS).mapToLong(r -> totals.closed(pool, r)).sum();
        }
        return all;
    }

    @Test
    void aReaderBesideABusyWriterSeesNoNegativeAndNothingGoBack() {
        Meters meters = new Meters(1);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            Random random = new Random(11);
            while (!stop.get()) {
                ListenerMeter listener = meters.loop(0).listener("l");
                BackendMeter backend = meters.loop(0).backend("p" + random.nextInt(2), "b");
                listener.opened();
                backend.opened();
                backend.closed();
                listener.closed("p" + random.nextInt(2), CloseReason.CLIENT_CLOSED, 5);
            }
        });
        Patience.until("the writer to be at it")
                .until(() -> meters.read().listeners().containsKey("l"));
        long opened = 0;
        long closed = 0;
        for (int i = 0; i < 20_000; i++) {
            if (i % 50 == 0) {
                // A pool that comes and goes moves ends between rows under the reader's eyes.
                meters.configured(new Inventory(
                        Map.of("l", "p0"),
                        i % 100 == 0 ? Map.of("p0", Set.of("b")) : Map.of("p0", Set.of("b"), "p1", Set.of("b"))));
            }
            Reading.ListenerTotals now = meters.read().listeners().get("l");
            if (now == null) {
                continue;
            }
            assertThat(now.open()).isBetween(0L, 1L + now.opened() - opened);
            assertThat(now.opened()).isGreaterThanOrEqualTo(opened);
            assertThat(closed(now)).isGreaterThanOrEqualTo(closed);
            opened = now.opened();
            closed = closed(now);
        }
        stop.set(true);
        writer.join();
        Reading.ListenerTotals end = meters.read().listeners().get("l");
        assertThat(end.open()).isZero();
        assertThat(end.opened()).isPositive().isEqualTo(closed(end));
    }
}
