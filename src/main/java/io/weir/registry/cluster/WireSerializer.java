package io.weir.registry.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.registry.overrides.Entry;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * Puts what goes between control planes into bytes. Pekko makes one by name. Equal things give equal bytes, which
 * Distributed Data needs: it compares digests. Any thread.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 76_261_735;
    private static final String PARCEL = "p";
    private static final String HAIL = "h";
    private static final String SHARD = "s";
    private static final int HEAD = 2 * Long.BYTES;

    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** From another version, or from whoever reaches the cluster port: entries that say too little are left out. */
    private record Entries(List<Entry> entries) {
        Entries(@Nullable List<@Nullable Entry> entries) {
            this.entries = Entry.whole(entries);
        }
    }

    /** For Pekko. */
    public WireSerializer(ExtendedActorSystem system) {}

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        return switch (object) {
            case Parcel any -> PARCEL;
            case Hail any -> HAIL;
            case OverridesShard any -> SHARD;
            default -> throw new IllegalArgumentException(object.getClass() + " does not go over the wire");
        };
    }

    @Override
    public byte[] toBinary(Object object) {
        try {
            return switch (object) {
                case Parcel parcel ->
                    ByteBuffer.allocate(HEAD + parcel.bytes().length)
                            .putLong(parcel.from())
                            .putLong(parcel.to())
                            .put(parcel.bytes())
                            .array();
                case Hail hail -> CBOR.writeValueAsBytes(hail);
                case OverridesShard shard ->
                    CBOR.writeValueAsBytes(new Entries(shard.overrides().sorted()));
                default -> throw new IllegalArgumentException(object.getClass() + " does not go over the wire");
            };
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return switch (manifest) {
                case PARCEL -> parcel(bytes);
                case HAIL -> Objects.requireNonNull(CBOR.readValue(bytes, Hail.class));
                case SHARD ->
                    OverridesShard.of(CBOR.readValue(bytes, Entries.class).entries());
                default -> throw new NotSerializableException("unknown manifest " + manifest);
            };
        } catch (IOException | RuntimeException noSuch) {
            throw new NotSerializableException("no " + manifest + " in " + bytes.length + " bytes: " + noSuch);
        }
    }

    private static Parcel parcel(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long from = buffer.getLong();
        long to = buffer.getLong();
        byte[] message = new byte[buffer.remaining()];
        buffer.get(message);
        return new Parcel(from, to, message);
    }
}
