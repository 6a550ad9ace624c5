package io.weir.model;

import java.time.Duration;
import java.util.List;

/**
 * One listener.
 *
 * @param name its name, unique on the node
 * @param binds where it listens; host {@code *} means both families, {@code 0.0.0.0} IPv4, {@code ::} IPv6
 * @param pool the pool its connections go to
 * @param maxConnections at most this many at a time, or {@link Off#COUNT}; further ones wait in the backlog
 * @param backlog connections the system keeps waiting for each listening socket
 * @param idleTimeout no byte read or written on either side for so long ends a connection; may be off
 * @param finTimeout the same once one direction has ended; may be off
 * @param stallTimeout bytes to write and no progress for so long ends a connection; may be off
 * @param maxAge a connection is ended at this age; may be off
 * @param maxAgeJitter a connection's greatest age is longer by up to this share of it, 0 to 1
 * @param refuseWith how a connection is refused before it is joined
 * @param tcp socket options
 */
public record ListenerSettings(
        String name,
        List<HostPort> binds,
        String pool,
        int maxConnections,
        int backlog,
        Duration idleTimeout,
        Duration finTimeout,
        Duration stallTimeout,
        Duration maxAge,
        double maxAgeJitter,
        RefuseWith refuseWith,
        TcpSettings tcp) {
    public ListenerSettings {
        binds = List.copyOf(binds);
    }

    /** The same with another backlog. */
    public ListenerSettings withBacklog(int other) {
        return with(pool, maxConnections, other);
    }

    /** The same with another pool and another limit of connections. */
    public ListenerSettings with(String otherPool, int otherMaxConnections) {
        return with(otherPool, otherMaxConnections, backlog);
    }

    private ListenerSettings with(String toPool, int most, int waiting) {
        return new ListenerSettings(
                name,
                binds,
                toPool,
                most,
                waiting,
                idleTimeout,
                finTimeout,
                stallTimeout,
                maxAge,
                maxAgeJitter,
                refuseWith,
                tcp);
    }
}
