package io.weir.model;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it was at one moment of its life.
 *
 * @param place where it stands among all of the cluster, and with its number which one it is
 * @param client who asked
 * @param clientPort the client's port
 * @param listener where it was accepted
 * @param pool where it goes
 * @param backend the id of the backend it is joined to; null while it has none
 * @param ageMillis since it was accepted
 * @param idleMillis since a byte moved either way
 * @param bytesIn payload from the client
 * @param bytesOut payload to the client
 * @param state what it is at
 */
public record LiveConnection(
        ConnectionPlace place,
        InetAddress client,
        int clientPort,
        String listener,
        String pool,
        @Nullable String backend,
        long ageMillis,
        long idleMillis,
        long bytesIn,
        long bytesOut,
        State state) {
    /** What a connection is at. */
    public enum State {
        /** No backend took it yet. */
        DIALLING,
        /** Both directions are open. */
        OPEN,
        /** One side has ended what it sends; the other direction goes on. */
        HALF_CLOSED,
        /** It is being ended: what was read is written out. */
        CLOSING;

        /** As it is written everywhere. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
