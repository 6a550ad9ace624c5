package io.weir.registry.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.kit.OtherVersions;
import io.weir.kit.Seed;
import io.weir.model.HostPort;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WireSerializerTest {
    private static final Hail LONE = new Hail("weir", "lb1", -7, new HostPort("::1", 17355), null, false);
    private static final Hail MEMBER = new Hail(
            "weir",
            "lb2",
            8,
            new HostPort("lb2.example", 17355),
            new Island(Set.of(8L, -7L, Long.MIN_VALUE), 8, 1_763_800_000_000L),
            true);

    private final WireSerializer wire = new WireSerializer(null);

    @Test
    void hailsComeBackAsTheyWere() throws Exception {
        for (Hail hail : List.of(LONE, MEMBER)) {
            assertThat(wire.fromBinary(wire.toBinary(hail), wire.manifest(hail)))
                    .isEqualTo(hail);
        }
    }

    @Test
    void aParcelKeepsItsBytes() throws Exception {
        Parcel parcel = new Parcel(-1, Long.MAX_VALUE, new byte[] {0, 1, -1, 5});
        Parcel back = (Parcel) wire.fromBinary(wire.toBinary(parcel), wire.manifest(parcel));
        assertThat(back).usingRecursiveComparison().isEqualTo(parcel);
        Parcel empty = new Parcel(1, 2, new byte[0]);
        assertThat(wire.fromBinary(wire.toBinary(empty), wire.manifest(empty)))
                .usingRecursiveComparison()
                .isEqualTo(empty);
    }

    @Test
    void aNewerVersionsHailIsUnderstood() throws Exception {
        ObjectMapper cbor = new CBORMapper();
        ObjectNode tree = (ObjectNode) cbor.readTree(wire.toBinary(MEMBER));
        tree.put("more", "x");
        ((ObjectNode) tree.get("island")).put("colour", "green");
        assertThat(wire.fromBinary(cbor.writeValueAsBytes(tree), wire.manifest(MEMBER)))
                .isEqualTo(MEMBER);
    }

    @Test
    @Tag("contract-11")
    void aHailThatSaysTooLittleIsNone() throws Exception {
        ObjectMapper cbor = new CBORMapper();
        ObjectNode whole = (ObjectNode) cbor.readTree(wire.toBinary(MEMBER));
        for (String field : List.of("cluster", "node", "address")) {
            ObjectNode less = whole.deepCopy();
            less.remove(field);
            byte[] bytes = cbor.writeValueAsBytes(less);
            assertThatThrownBy(() -> wire.fromBinary(bytes, wire.manifest(MEMBER)))
                    .as("without %s", field)
                    .isInstanceOf(NotSerializableException.class);
        }
        ObjectNode nowhere = whole.deepCopy();
        ((ObjectNode) nowhere.get("address")).put("host", "no host").put("port", 0);
        byte[] bytes = cbor.writeValueAsBytes(nowhere);
        assertThatThrownBy(() -> wire.fromBinary(bytes, wire.manifest(MEMBER)))
                .isInstanceOf(NotSerializableException.class);
    }

    private static final Entry WEIGHT = new Entry(
            new Field("web", "b1", new HostPort("10.0.0.1", 80), Field.WEIGHT),
            new Stamp(1_700_000_000_000L, -5),
            List.of(new Stamp(1_600_000_000_000L, 7)),
            "12",
            "ops",
            1_700_000_000_001L);
    private static final Entry POOL =
            new Entry(Field.ofPool("web", Field.POOL), new Stamp(5, 1), Stamp.NONE, "{}", "ops", 5);

    @Test
    void aShardComesBackAsItWas() throws Exception {
        OverridesShard shard = OverridesShard.of(List.of(WEIGHT, POOL));
        assertThat(read(tree(shard))).isEqualTo(shard);
        assertThat(read(tree(OverridesShard.EMPTY))).isEqualTo(OverridesShard.EMPTY);
    }

    /** At any depth, in entries, fields, addresses and stamps. */
    @Test
    @Tag("contract-11")
    void aNewerVersionsEntriesAreUnderstood() throws Exception {
        OverridesShard shard = OverridesShard.of(List.of(WEIGHT, POOL));
        List<OtherVersions.Variant> variants = OtherVersions.newer(tree(shard), Set.of());
        assertThat(variants).hasSizeGreaterThan(8);
        for (OtherVersions.Variant newer : variants) {
            assertThat(read(newer.tree())).as("%s", newer).isEqualTo(shard);
        }
    }

    /** What an older version does not send costs that entry at most, and never the others of its shard. */
    @Test
    @Tag("contract-11")
    void anEntryThatSaysTooLittleCostsNoOther() throws Exception {
        OverridesShard shard = OverridesShard.of(List.of(WEIGHT, POOL));
        for (OtherVersions.Variant older : OtherVersions.older(tree(shard), Set.of())) {
            OverridesShard read = read(older.tree());
            List<Entry> entries = read.overrides().sorted();
            if (older.what().contains("/entries/")) {
                assertThat(entries).as("%s", older).hasSizeBetween(1, 2).containsAnyOf(WEIGHT, POOL);
            } else {
                assertThat(read).as("%s", older).isEqualTo(OverridesShard.EMPTY);
            }
            assertThat(read(tree(read))).as("handed on: %s", older).isEqualTo(read);
            assertThat(shard.mergeData(read).overrides().value(POOL.field())).isEqualTo("{}");
        }
    }

    private JsonNode tree(OverridesShard shard) throws IOException {
        return new CBORMapper().readTree(wire.toBinary(shard));
    }

    private OverridesShard read(JsonNode tree) throws IOException {
        return (OverridesShard)
                wire.fromBinary(new CBORMapper().writeValueAsBytes(tree), wire.manifest(OverridesShard.EMPTY));
    }

    /** Whatever comes in, at most the message is lost: Pekko logs this kind of fault and goes on. */
    @Test
    @Tag("contract-11")
    void whatIsNoMessageIsRefusedInOneWay() {
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(1);
        for (int round = 0; round < 5_000; round++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            for (String manifest : List.of("p", "h", "s", "x")) {
                try {
                    assertThat(wire.fromBinary(noise, manifest)).as("%s", seed).isNotNull();
                } catch (NotSerializableException refused) {
                    assertThat(refused).as("%s", seed).hasMessageContaining(manifest);
                }
            }
        }
        assertThatThrownBy(() -> wire.toBinary("text")).isInstanceOf(IllegalArgumentException.class);
    }
}
