package io.weir.registry.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.kit.OtherVersions;
import io.weir.kit.Seed;
import io.weir.registry.overrides.Overrides;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PeerCodecTest {
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final Set<String> MAPS = Set.of("poolHashes");

    @Test
    void eachMessageComesBackAsItWas() {
        for (PeerMessage message : PeerMessages.EXAMPLES) {
            assertThat(PeerCodec.message(PeerCodec.bytes(message))).contains(message);
        }
    }

    @Test
    void eachMessageHasAnExampleAndAName() {
        Class<?>[] permitted = PeerMessage.class.getPermittedSubclasses();
        assertThat(PeerMessages.EXAMPLES.stream().map(Object::getClass).collect(Collectors.toSet()))
                .hasSameSizeAs(permitted);
        JsonSubTypes named = PeerMessage.class.getAnnotation(JsonSubTypes.class);
        assertThat(Arrays.stream(named.value()).map(JsonSubTypes.Type::value))
                .hasSize(permitted.length)
                .hasSameElementsAs(Stream.of(permitted).toList());
        assertThat(Arrays.stream(named.value()).map(JsonSubTypes.Type::name))
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void equalMessagesHaveEqualBytes() {
        Map<String, String> oneWay = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            oneWay.put("pool-" + i, "h");
            other.put("pool-" + (49 - i), "h");
        }
        assertThat(PeerCodec.bytes(new NodeFacts("1", 1, 1, "c", oneWay)))
                .isEqualTo(PeerCodec.bytes(new NodeFacts("1", 1, 1, "c", other)));
    }

    /** At any depth: in the messages, in the entries and lines they carry, and in what those are made of. */
    @Test
    @Tag("contract-11")
    void whatANewerVersionAddsIsPassedOver() throws Exception {
        Set<String> nested = new TreeSet<>();
        for (PeerMessage message : PeerMessages.EXAMPLES) {
            for (OtherVersions.Variant newer : OtherVersions.newer(tree(message), MAPS)) {
                assertThat(PeerCodec.message(CBOR.writeValueAsBytes(newer.tree())))
                        .as("%s", newer)
                        .contains(message);
                nested.add(newer.what().replaceAll("[0-9]+", "n"));
            }
        }
        assertThat(nested)
                .contains(
                        "more at ''",
                        "more at '/entries/n'",
                        "more at '/entries/n/field/address'",
                        "more at '/entries/n/over/n'",
                        "more at '/events/n'",
                        "more at '/lines/n'");
    }

    @Test
    @Tag("contract-11")
    void whatAnOlderVersionDoesNotSendIsNoFault() throws Exception {
        for (PeerMessage message : PeerMessages.EXAMPLES) {
            for (OtherVersions.Variant older : OtherVersions.older(tree(message), MAPS)) {
                PeerMessage read =
                        PeerCodec.message(CBOR.writeValueAsBytes(older.tree())).orElse(null);
                assertThat(read).as("%s", older).isNotNull();
                assertThat(PeerCodec.message(PeerCodec.bytes(read)))
                        .as("as this version would hand it on: %s", older)
                        .contains(read);
            }
        }
    }

    /** An entry that says too little is left out, and costs no other. */
    @Test
    @Tag("contract-11")
    void anEntryThatSaysTooLittleCostsNoOther() throws Exception {
        Push push = PeerMessages.EXAMPLES.stream()
                .filter(Push.class::isInstance)
                .map(Push.class::cast)
                .findFirst()
                .orElseThrow();
        for (OtherVersions.Variant older : OtherVersions.older(tree(push), MAPS)) {
            if (older.what().contains("/entries/0")) {
                Push read = (Push)
                        PeerCodec.message(CBOR.writeValueAsBytes(older.tree())).orElseThrow();
                assertThat(read.entries())
                        .as("%s", older)
                        .hasSizeBetween(1, 2)
                        .endsWith(push.entries().getLast());
                assertThat(Overrides.NONE.merge(read.entries()).next().entries())
                        .as("%s", older)
                        .hasSameSizeAs(read.entries());
            }
        }
    }

    private static JsonNode tree(PeerMessage message) throws IOException {
        return CBOR.readTree(PeerCodec.bytes(message));
    }

    @Test
    void aMessageOfANewerVersionIsUnheard() throws Exception {
        ObjectNode later = CBOR.createObjectNode().put("is", "of-a-later-time").put("x", 1);
        assertThat(PeerCodec.message(CBOR.writeValueAsBytes(later))).contains(new Unheard());
    }

    @Test
    @Tag("contract-11")
    void whatIsNoMessageIsNothing() {
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise;
            if (random.nextBoolean()) {
                noise = new byte[random.nextInt(64)];
                random.nextBytes(noise);
            } else {
                noise = PeerCodec.bytes(PeerMessages.EXAMPLES.get(random.nextInt(PeerMessages.EXAMPLES.size())));
                noise = Arrays.copyOf(noise, random.nextInt(noise.length + 1));
                for (int flips = random.nextInt(4); flips > 0 && noise.length > 0; flips--) {
                    noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                }
            }
            assertThat(PeerCodec.message(noise)).as("%s", seed).isNotNull();
        }
    }

    @Test
    void whatIsTooLongIsNotSent() {
        NodeFacts tooLong = new NodeFacts("x".repeat(PeerCodec.MOST_BYTES), 0, 0, "", Map.of());
        assertThatThrownBy(() -> PeerCodec.bytes(tooLong)).isInstanceOf(IllegalArgumentException.class);
    }
}
