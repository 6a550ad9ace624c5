package io.weir.admin.api;

import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * An answer. Immutable.
 *
 * @param status of the answer
 * @param body JSON; empty for none
 * @param headers further headers
 */
public record Reply(int status, ByteString body, Map<String, String> headers) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    static Reply ok(Json json) {
        return new Reply(200, json.bytes(), Map.of());
    }

    /** The same with one header. */
    Reply with(String header, String value) {
        return new Reply(status, body, Map.of(header, value));
    }
}
