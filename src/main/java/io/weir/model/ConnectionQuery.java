package io.weir.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which live connections somebody wants to see: those that are all of what is not null, in the order of their places.
 *
 * @param pool the name of the pool they go to
 * @param backend the id of the backend they are joined to
 * @param client the address they come from
 * @param clientPort its port; 0 for any
 * @param listener the name of the listener that accepted them
 * @param after the place after which to begin; null for the first page
 * @param limit at most so many, at least 1
 */
public record ConnectionQuery(
        @Nullable String pool,
        @Nullable String backend,
        @Nullable InetAddress client,
        int clientPort,
        @Nullable String listener,
        @Nullable ConnectionPlace after,
        int limit) {
    /** All of them, from the first on. */
    public static ConnectionQuery all(int limit) {
        return new ConnectionQuery(null, null, null, 0, null, null, limit);
    }

    /** The same, from a place on. */
    public ConnectionQuery after(@Nullable ConnectionPlace place) {
        return new ConnectionQuery(pool, backend, client, clientPort, listener, place, limit);
    }

    /** The same with another limit. */
    public ConnectionQuery limit(int most) {
        return new ConnectionQuery(pool, backend, client, clientPort, listener, after, most);
    }
}
