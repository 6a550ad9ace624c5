package io.weir.registry.peer;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * A dial to this backend failed: whoever probes it should do so at once.
 *
 * @param pool the pool's name
 * @param id the backend's id in it
 * @param host of its address as defined
 * @param port likewise
 */
public record Hurry(String pool, String id, String host, int port) implements PeerMessage {
    public Hurry(@Nullable String pool, @Nullable String id, @Nullable String host, int port) {
        this.pool = pool == null ? "" : pool;
        this.id = id == null ? "" : id;
        this.host = host == null ? "" : host;
        this.port = port;
    }

    /** For this backend. */
    public static Hurry of(BackendKey key) {
        return new Hurry(
                key.pool(), key.id(), key.address().host(), key.address().port());
    }

    /** Which one. */
    public BackendKey key() {
        return new BackendKey(pool, id, new HostPort(host, port));
    }
}
