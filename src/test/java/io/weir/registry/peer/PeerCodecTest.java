package io.weir.registry.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.kit.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PeerCodecTest {
    private static final ObjectMapper CBOR = new CBORMapper();

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

    @Test
    @Tag("contract-11")
    void fieldsOfANewerVersionArePassedOver() throws Exception {
        for (PeerMessage message : PeerMessages.EXAMPLES) {
            ObjectNode tree = (ObjectNode) CBOR.readTree(PeerCodec.bytes(message));
            tree.put("addedLater", 7).putObject("andMore").put("deep", "x");
            assertThat(PeerCodec.message(CBOR.writeValueAsBytes(tree))).contains(message);
        }
    }

    @Test
    @Tag("contract-11")
    void fieldsThatAnOlderVersionDoesNotSendAreNoFault() throws Exception {
        for (PeerMessage message : PeerMessages.EXAMPLES) {
            ObjectNode whole = (ObjectNode) CBOR.readTree(PeerCodec.bytes(message));
            for (String field :
                    whole.properties().stream().map(Map.Entry::getKey).toList()) {
                ObjectNode less = whole.deepCopy();
                less.remove(field);
                PeerMessage read =
                        PeerCodec.message(CBOR.writeValueAsBytes(less)).orElse(null);
                assertThat(read).as("%s without %s", message, field).isNotNull();
            }
        }
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
