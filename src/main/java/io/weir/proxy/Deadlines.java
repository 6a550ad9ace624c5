package io.weir.proxy;

/** When a joined connection's one timer is to look at it again. On its loop's thread. */
final class Deadlines {
    private static final long NEVER = Long.MAX_VALUE;

    private Deadlines() {}

    /** How long no byte may move. What Weir itself ends has a limit though there be none for what a peer has half ended. */
    static long limit(Connection connection) {
        Listener listener = connection.listener();
        return connection.finishing
                ? listener.finishNanos
                : connection.sideEnded ? listener.finNanos : listener.idleNanos;
    }

    /** The earliest time at which a limit could be reached; {@link Long#MAX_VALUE} for none. */
    static long due(Connection connection, long now) {
        Listener listener = connection.listener();
        long limit = limit(connection);
        long due = limit == NEVER ? NEVER : connection.lastActivity + limit;
        due = Math.min(due, Math.min(connection.ageDeadline, connection.departure));
        if (listener.stallNanos != NEVER) {
            due = Math.min(due, now + Math.max(1, listener.stallNanos / 4));
        }
        if (listener.keepAliveNanos != NEVER && !connection.probing) {
            due = Math.min(due, Math.max(now, connection.acceptedAt() + listener.keepAliveNanos));
        }
        return due;
    }
}
