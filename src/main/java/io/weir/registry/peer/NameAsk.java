package io.weir.registry.peer;

import org.jspecify.annotations.Nullable;

/**
 * Asks whether the receiver's file names a backend, which then cannot be replaced or deleted at run time.
 *
 * @param id the sender's own number for it
 * @param pool the pool's name
 * @param backend the backend's id; empty where the pool itself is meant
 */
public record NameAsk(long id, String pool, String backend) implements PeerMessage {
    public NameAsk(long id, @Nullable String pool, @Nullable String backend) {
        this.id = id;
        this.pool = pool == null ? "" : pool;
        this.backend = backend == null ? "" : backend;
    }
}
