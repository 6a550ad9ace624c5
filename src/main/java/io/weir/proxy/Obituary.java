package io.weir.proxy;

import io.weir.model.CloseReason;
import io.weir.observe.AccessRecord;

/** What the access log says of a connection. On its loop's thread. */
final class Obituary {
    private Obituary() {}

    static AccessRecord of(Connection connection, CloseReason why, long durationNanos) {
        return new AccessRecord(
                System.currentTimeMillis(),
                connection.listener().name(),
                connection.client().peer(),
                connection.client().peerPort(),
                connection.pool,
                connection.lastTried,
                connection.id(),
                connection.attempts(),
                0,
                connection.connectNanos,
                connection.firstByteNanos,
                durationNanos,
                connection.bytesIn,
                connection.bytesOut,
                null,
                why);
    }
}
