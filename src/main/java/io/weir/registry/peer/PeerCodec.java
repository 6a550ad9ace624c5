package io.weir.registry.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Optional;

/** Messages as bytes: CBOR with names. The same message gives the same bytes. Any thread. */
public final class PeerCodec {
    /** The most a message takes on the wire. What is longer is never sent. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final ObjectMapper MAPPER = CBORMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build();

    private PeerCodec() {}

    /**
     * The bytes of a message.
     *
     * @throws IllegalArgumentException if they would be more than {@link #MOST_BYTES}
     */
    public static byte[] bytes(PeerMessage message) {
        byte[] bytes;
        try {
            bytes = MAPPER.writerFor(PeerMessage.class).writeValueAsBytes(message);
        } catch (JsonProcessingException fault) {
            throw new IllegalStateException(
                    "no bytes for a " + message.getClass().getSimpleName(), fault);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a " + message.getClass().getSimpleName() + " of " + bytes.length
                    + " bytes; at most " + MOST_BYTES);
        }
        return bytes;
    }

    /** The message that the bytes are, or nothing where they are none: whoever reaches the cluster port may send any. */
    public static Optional<PeerMessage> message(byte[] bytes) {
        try {
            return Optional.ofNullable(MAPPER.readValue(bytes, PeerMessage.class));
        } catch (IOException | RuntimeException noMessage) {
            return Optional.empty();
        }
    }
}
