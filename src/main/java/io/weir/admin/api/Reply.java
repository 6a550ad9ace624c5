package io.weir.admin.api;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An answer. Immutable.
 *
 * @param status of the answer
 * @param body JSON; empty for none
 * @param headers further headers
 * @param stream server-sent events in place of a body; null where there is a body or nothing
 */
public record Reply(
        int status,
        ByteString body,
        Map<String, String> headers,
        @Nullable Source<ByteString, NotUsed> stream) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    Reply(int status, ByteString body, Map<String, String> headers) {
        this(status, body, headers, null);
    }

    static Reply ok(Json json) {
        return new Reply(200, json.bytes(), Map.of());
    }

    /** Events without end. What is between us and the reader is asked not to gather them. */
    static Reply stream(Source<ByteString, NotUsed> events) {
        return new Reply(200, ByteString.emptyByteString(), Map.of("X-Accel-Buffering", "no"), events);
    }

    /** The same, whose events end with the first one that comes when they may go on no more. */
    public Reply whilst(BooleanSupplier mayGoOn) {
        return stream == null
                ? this
                : new Reply(status, body, headers, stream.takeWhile(any -> mayGoOn.getAsBoolean()));
    }

    /** The same with one header. */
    Reply with(String header, String value) {
        return new Reply(status, body, Map.of(header, value));
    }
}
