package io.weir.registry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OverridesShardTest {
    private static final long NOW = System.currentTimeMillis();

    private final Seed seed = Seed.fresh();

    @Test
    void mergingCommutesAndIsAssociativeAndIdempotent() {
        for (int round = 0; round < 500; round++) {
            RandomGenerator random = seed.random(round);
            OverridesShard a = OverridesShard.of(entries(random));
            OverridesShard b = OverridesShard.of(entries(random));
            OverridesShard c = OverridesShard.of(entries(random));
            assertThat(a.mergeData(b)).as("%s", seed).isEqualTo(b.mergeData(a));
            assertThat(a.mergeData(b).mergeData(c)).as("%s", seed).isEqualTo(a.mergeData(b.mergeData(c)));
            assertThat(a.mergeData(a)).as("%s", seed).isEqualTo(a);
            assertThat(a.mergeData(b).mergeData(b)).as("%s", seed).isEqualTo(a.mergeData(b));
        }
    }

    /** What reaches another copy by deltas, in any order and twice, is what reaches it as a whole. */
    @Test
    void deltasSayAllThatWasWritten() {
        for (int round = 0; round < 500; round++) {
            RandomGenerator random = seed.random(1000 + round);
            OverridesShard here = OverridesShard.of(entries(random));
            OverridesShard there = here;
            List<OverridesShard> deltas = new ArrayList<>();
            for (int write = 0; write < 5; write++) {
                here = here.written(entries(random));
                if (random.nextBoolean()) {
                    here.deltaData().ifPresent(deltas::add);
                    here = here.resetDelta();
                    assertThat(here.deltaData()).isEmpty();
                }
            }
            here.deltaData().ifPresent(deltas::add);
            deltas.addAll(List.copyOf(deltas));
            Collections.shuffle(deltas, Random.from(random));
            for (OverridesShard delta : deltas) {
                there = there.mergeDeltaData(delta);
            }
            assertThat(there).as("%s", seed).isEqualTo(here);
        }
    }

    @Test
    void aWriteThatChangesNothingIsNoDelta() {
        List<Entry> entries = entries(seed.random(1));
        OverridesShard shard = OverridesShard.of(entries);
        assertThat(shard.written(entries)).isSameAs(shard);
        assertThat(shard.deltaData()).isEmpty();
    }

    @Test
    void equalShardsHaveEqualBytesAndComeBack() throws Exception {
        WireSerializer wire = new WireSerializer(null);
        for (int round = 0; round < 200; round++) {
            RandomGenerator random = seed.random(2000 + round);
            List<Entry> entries = new ArrayList<>(entries(random));
            OverridesShard shard = OverridesShard.of(entries);
            Collections.shuffle(entries, Random.from(random));
            OverridesShard other = OverridesShard.EMPTY;
            for (Entry entry : entries) {
                other = other.written(List.of(entry));
            }
            assertThat(wire.toBinary(other)).as("%s", seed).isEqualTo(wire.toBinary(shard));
            assertThat(wire.fromBinary(wire.toBinary(shard), wire.manifest(shard)))
                    .as("%s", seed)
                    .isEqualTo(shard);
        }
    }

    @Test
    void tenThousandBackendsWithAllFieldsFitIntoMessages() {
        WireSerializer wire = new WireSerializer(null);
        List<List<Entry>> shards = new ArrayList<>();
        for (int i = 0; i < Field.SHARDS; i++) {
            shards.add(new ArrayList<>());
        }
        for (int backend = 0; backend < 10_000; backend++) {
            BackendKey key = new BackendKey(
                    "a-pool-with-a-long-name",
                    "backend-" + backend,
                    new HostPort("backend-" + backend + ".example", 8443));
            for (String name : List.of(Field.WEIGHT, Field.MAX_CONNECTIONS, Field.STATE, Field.HEALTH, Field.PRESENT)) {
                Field field = Field.of(key, name);
                shards.get(field.shard())
                        .add(new Entry(
                                field,
                                new Stamp(1_763_800_000_000L, 1234567890123456789L),
                                Stamp.NONE,
                                "{\"state\":\"draining\",\"deadlineMillis\":300000}",
                                "someone@example.org",
                                1_763_800_000_000L));
            }
        }
        for (List<Entry> shard : shards) {
            assertThat(wire.toBinary(OverridesShard.of(shard)).length).isLessThan(256 * 1024 - 4096);
        }
    }

    @Test
    void whatWasClearedLongAgoGoes() {
        long now = System.currentTimeMillis();
        long day = 24L * 3600 * 1000;
        Entry old = cleared("old", now - 32 * day);
        Entry young = cleared("young", now - 29 * day);
        OverridesShard shard = OverridesShard.of(List.of(old, young));
        assertThat(shard.mergeData(OverridesShard.EMPTY).overrides().sorted()).containsExactly(young);
        assertThat(OverridesShard.EMPTY.mergeData(shard).overrides().sorted()).containsExactly(young);
    }

    private static Entry cleared(String id, long time) {
        BackendKey key = new BackendKey("web", id, new HostPort("10.0.0.1", 80));
        return new Entry(Field.of(key, Field.WEIGHT), new Stamp(time, 1), Stamp.NONE, null, "by", time);
    }

    private static List<Entry> entries(RandomGenerator random) {
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            BackendKey key = new BackendKey("web", "b" + random.nextInt(4), new HostPort("10.0.0.1", 80));
            Field field = random.nextInt(8) == 0
                    ? Field.ofPool("web", Field.POOL)
                    : Field.of(key, random.nextBoolean() ? Field.WEIGHT : Field.STATE);
            Stamp stamp = new Stamp(NOW + random.nextInt(20), random.nextInt(3));
            String value = random.nextInt(5) == 0 ? null : Integer.toString(random.nextInt(3));
            entries.add(new Entry(field, stamp, Stamp.NONE, value, "by" + random.nextInt(2), random.nextInt(3)));
        }
        return entries;
    }
}
