package io.weir.registry.overrides;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Copies that have seen the same entries are equal, whatever way they came. */
class OverridesLawsTest {
    private static Overrides of(List<Entry> entries) {
        return Overrides.NONE.merge(entries).next();
    }

    private static Overrides both(Overrides one, Overrides other) {
        return one.merge(other.sorted()).next();
    }

    @Test
    void mergingCommutesIsAssociativeAndRepeatsDoNotMatter() {
        Cases.each(2000, random -> {
            Overrides a = of(Said.any(random, 12));
            Overrides b = of(Said.any(random, 12));
            Overrides c = of(Said.any(random, 12));
            assertThat(both(a, b)).isEqualTo(both(b, a));
            assertThat(both(both(a, b), c)).isEqualTo(both(a, both(b, c)));
            assertThat(both(a, a)).isSameAs(a);
            assertThat(both(both(a, b), b)).isEqualTo(both(a, b));
        });
    }

    @Test
    void entriesMayComeInAnyOrderInAnyPiecesAndAgain() {
        Cases.each(500, random -> {
            List<Entry> entries = Said.any(random, 20);
            Overrides whole = of(entries);
            List<Entry> shuffled = new ArrayList<>(entries);
            for (Entry entry : entries) {
                if (random.nextBoolean()) {
                    shuffled.add(entry);
                }
            }
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            Overrides pieces = Overrides.NONE;
            for (int at = 0; at < shuffled.size(); ) {
                int next = Math.min(shuffled.size(), at + 1 + random.nextInt(3));
                pieces = pieces.merge(shuffled.subList(at, next)).next();
                at = next;
            }
            assertThat(pieces).isEqualTo(whole);
            assertThat(pieces.sorted()).isEqualTo(whole.sorted());
        });
    }

    @Test
    void ofEachFieldTheGreatestEntryHolds() {
        Cases.each(500, random -> {
            List<Entry> entries = Said.any(random, 20);
            Overrides all = of(entries);
            for (Entry entry : entries) {
                assertThat(all.get(entry.field())).isGreaterThanOrEqualTo(entry).isIn(entries);
            }
        });
    }

    @Test
    void aStepIsToldForEachChangeAndNoOther() {
        Cases.each(500, random -> {
            Overrides before = of(Said.any(random, 12));
            Merge merge = before.merge(Said.any(random, 12));
            Overrides at = before;
            for (Merge.Step step : merge.steps()) {
                assertThat(at.get(step.after().field())).isEqualTo(step.before());
                at = at.merge(List.of(step.after())).next();
            }
            assertThat(at).isEqualTo(merge.next());
            if (!merge.changed()) {
                assertThat(merge.next()).isSameAs(before);
            }
        });
    }
}
