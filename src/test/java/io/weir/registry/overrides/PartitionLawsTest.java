package io.weir.registry.overrides;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Nodes with clocks of their own that write, lose messages, are cut off, forget and meet again. */
class PartitionLawsTest {
    private static final Field[] FIELDS = {
        Field.of(Said.backend("a"), Field.WEIGHT),
        Field.of(Said.backend("b"), Field.STATE),
        Field.ofPool("p", Field.POOL)
    };

    /** One node as the registry is one: a clock, a copy, and a note of what it was told to have lost. */
    private static final class Node {
        final int number;
        final long skew;
        final HybridClock clock;
        final Set<Merge.Loss> told = new HashSet<>();
        Overrides copy = Overrides.NONE;

        Node(int number, long skew) {
            this.number = number;
            this.skew = skew;
            this.clock = new HybridClock(number);
        }

        Entry write(Field field, String value, long time) {
            Stamp stamp = clock.next(Math.max(1, time + skew));
            Entry before = copy.get(field);
            Entry entry = new Entry(
                    field,
                    stamp,
                    Entry.over(before == null ? List.of() : List.of(before), number),
                    value,
                    "node " + number,
                    time);
            take(List.of(entry));
            assertThat(copy.get(field)).as("a write holds where it was made").isEqualTo(entry);
            return entry;
        }

        void take(List<Entry> entries) {
            entries.forEach(entry -> clock.saw(entry.stamp()));
            Merge merge = copy.merge(entries);
            copy = merge.next();
            told.addAll(merge.lost());
        }
    }

    @Test
    void allNodesAgreeOnceTheyHaveMetAndNoWriteIsLostInSilence() {
        Cases.each(1000, random -> {
            List<Node> nodes = nodes(random);
            List<Entry> written = new ArrayList<>();
            Map<Entry, Entry> replaced = new HashMap<>();
            for (int step = 1; step <= 40; step++) {
                Node node = nodes.get(random.nextInt(nodes.size()));
                Field field = Cases.oneOf(random, FIELDS);
                Entry before = node.copy.get(field);
                Entry entry = node.write(field, random.nextInt(5) == 0 ? null : "v" + step, step * 10L);
                written.add(entry);
                if (before != null) {
                    replaced.put(before, entry);
                }
                deliverSome(random, nodes, List.of(entry));
                if (random.nextInt(4) == 0) {
                    Node from = nodes.get(random.nextInt(nodes.size()));
                    deliverSome(random, nodes, from.copy.sorted());
                }
            }
            meet(nodes);
            for (Node node : nodes) {
                assertThat(node.copy).isEqualTo(nodes.getFirst().copy);
            }
            assertNothingLostInSilence(nodes, written, replaced);
        });
    }

    private static List<Node> nodes(SplittableRandom random) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= Cases.between(random, 2, 5); i++) {
            nodes.add(new Node(i, random.nextInt(5) == 0 ? 3_600_000 : random.nextInt(-30, 30)));
        }
        return nodes;
    }

    /** To some of them, sometimes twice; what is lost is lost. */
    private static void deliverSome(SplittableRandom random, List<Node> nodes, List<Entry> entries) {
        for (Node node : nodes) {
            for (int times = random.nextInt(3); times > 0; times--) {
                node.take(entries);
            }
        }
    }

    /** Each reads from each until nobody learns anything. */
    private static void meet(List<Node> nodes) {
        for (int round = 0; round < 2; round++) {
            for (Node to : nodes) {
                for (Node from : nodes) {
                    to.take(from.copy.sorted());
                }
            }
        }
    }

    /**
     * Each write holds, or somebody wrote over it where it was seen, or its loss was told with both values, or a later one said
     * the same, for which all this is so in turn.
     */
    private static void assertNothingLostInSilence(List<Node> nodes, List<Entry> written, Map<Entry, Entry> replaced) {
        Overrides all = nodes.getFirst().copy;
        Set<Entry> told = new HashSet<>();
        nodes.forEach(node -> node.told.forEach(loss -> told.add(loss.loser())));
        for (Entry entry : written) {
            Entry holds = all.get(entry.field());
            boolean saidAgain = written.stream()
                    .anyMatch(other -> other.field().equals(entry.field())
                            && other.compareTo(entry) > 0
                            && Objects.equals(other.value(), entry.value()));
            assertThat(holds.equals(entry) || saidAgain || replaced.containsKey(entry) || told.contains(entry))
                    .as("%s, while %s holds", entry, holds)
                    .isTrue();
        }
    }
}
