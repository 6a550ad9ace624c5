package io.weir.registry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.registry.peer.Packed;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.ReportPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever happens on the way, what is known at the end is what is so at the end. */
class ReportLawsTest {
    private static final int ROUNDS = 120;

    @Test
    void whatArrivesInOrderIsKnownAtOnce() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            Wire wire = new Wire(seed);
            Map<Subject, Line> state = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                Worlds.change(state, random, seed % 4 == 0 ? 900 : 80);
                wire.after(200, state);
                same(wire, state, "seed " + seed + ", round " + round);
                assertThat(wire.reader.lacking()).as("seed %d", seed).isFalse();
            }
        }
    }

    @Test
    void whatGetsLostRepeatedOrMixedUpIsMadeGood() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            Wire wire = new Wire(seed);
            Map<Subject, Line> state = new HashMap<>();
            wire.faults(10 + random.nextInt(80));
            for (int round = 0; round < ROUNDS; round++) {
                Worlds.change(state, random, seed % 4 == 0 ? 900 : 80);
                wire.after(200, state);
            }
            wire.faults(0);
            for (int round = 0; round < 3; round++) {
                wire.after(1000, state);
            }
            assertThat(wire.reader.lacking()).as("seed %d", seed).isFalse();
            same(wire, state, "seed " + seed);
        }
    }

    @Test
    void everythingIsSaidAgainEvenIfNobodyEverAsks() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            ReportWriter writer = new ReportWriter();
            Wire wire = new Wire(seed);
            Map<Subject, Line> state = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                // No new backend: a dictionary that got lost has to be asked for.
                if (round < 2) {
                    Worlds.change(state, random, 40);
                } else {
                    state.replaceAll((subject, line) -> Worlds.any(random));
                }
                for (ReportPart part : writer.write(state, round * 200_000_000L)) {
                    if (round < 2 || random.nextInt(3) > 0) {
                        wire.reader.accept(part, round);
                    }
                }
            }
            long end = ROUNDS * 200_000_000L + ReportWriter.WHOLE;
            writer.write(state, end).forEach(part -> wire.reader.accept(part, end));
            same(wire, state, "seed " + seed);
        }
    }

    @Test
    void aNodeThatIsForgottenCountsForNothing() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            Wire wire = new Wire(seed);
            Map<Subject, Line> state = new HashMap<>();
            for (int round = 0; round < 20; round++) {
                Worlds.change(state, random, 50);
                wire.after(200, state);
            }
            wire.reader.forget();
            assertThat(wire.known()).isEmpty();
            assertThat(wire.counted.values()).as("seed %d", seed).allMatch(count -> count == 0);
        }
    }

    @Test
    void partsStayBelowTheirLimitHoweverMuchThereIsToSay() {
        Wire wire = new Wire(1);
        Random random = new Random(1);
        Map<Subject, Line> state = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            state.put(Worlds.backend(i), Worlds.any(random));
        }
        assertThat(wire.after(200, state)).hasSizeGreaterThan(5);
        same(wire, state, "first");
        state.replaceAll((subject, line) -> Worlds.any(random));
        wire.after(500, state);
        same(wire, state, "all changed");
        assertThat(wire.largest).isLessThan(PeerCodec.MOST_BYTES);
    }

    @Test
    @Tag("contract-11")
    void nonsenseIsPassedOver() {
        Random random = new Random(7);
        Wire wire = new Wire(7);
        Map<Subject, Line> state = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            wire.reader.accept(nonsense(random), round);
        }
        assertThat(wire.counted.values()).allMatch(count -> count >= 0);
        assertThat(state).isEmpty();
    }

    private static ReportPart nonsense(Random random) {
        List<String> names = IntStream.range(0, random.nextInt(12))
                .mapToObj(i -> random.nextInt(3) == 0 ? "" : "n" + random.nextInt(5))
                .toList();
        return new ReportPart(
                random.nextInt(1000),
                random.nextInt(4),
                random.nextInt(30) - 2,
                random.nextInt(12) - 2,
                random.nextInt(30) - 2,
                random.nextInt(12) - 2,
                names,
                numbers(random),
                List.of("x"),
                numbers(random),
                numbers(random),
                numbers(random),
                numbers(random),
                numbers(random),
                numbers(random));
    }

    private static Packed numbers(Random random) {
        Packed.Writer writer = new Packed.Writer();
        for (int n = random.nextInt(16); n > 0; n--) {
            writer.add(random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(6) - 1);
        }
        return writer.done();
    }

    private static void same(Wire wire, Map<Subject, Line> state, String when) {
        Map<Subject, Line> said = new HashMap<>(state);
        said.values().removeIf(Line.NOTHING::equals);
        assertThat(wire.known()).as(when).isEqualTo(said);
        said.forEach((subject, line) ->
                assertThat(wire.counted.getOrDefault(subject, 0)).as(when).isEqualTo(line.connections()));
        assertThat(wire.counted.values().stream().mapToLong(Integer::longValue).sum())
                .as(when)
                .isEqualTo(said.values().stream().mapToLong(Line::connections).sum());
    }
}
