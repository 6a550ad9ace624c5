package io.weir.registry.inquiry;

import io.weir.model.ConnectionPlace;
import io.weir.model.ConnectionQuery;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks for live connections; see {@link ConnectionQuery}, whose fields these are. Answered by {@link ConnectionsPart}s.
 *
 * @param client address as text
 * @param afterRun null for the first page
 */
public record ConnectionsAsk(
        @Nullable String pool,
        @Nullable String backend,
        @Nullable String client,
        int clientPort,
        @Nullable String listener,
        long afterSince,
        @Nullable String afterRun,
        long afterNumber,
        int limit) {
    /** Its word. */
    public static final String WORD = "connections";

    /** The most that are asked for and answered at once: a page, and one to know whether there is another. */
    public static final int MOST = 1001;

    /** For this query. */
    public static ConnectionsAsk of(ConnectionQuery query) {
        ConnectionPlace after = query.after();
        InetAddress client = query.client();
        return new ConnectionsAsk(
                query.pool(),
                query.backend(),
                client == null ? null : client.getHostAddress(),
                query.clientPort(),
                query.listener(),
                after == null ? 0 : after.sinceMillis(),
                after == null ? null : after.run(),
                after == null ? 0 : after.number(),
                query.limit());
    }

    /**
     * What is asked.
     *
     * @throws IllegalArgumentException where the client is no address
     */
    public ConnectionQuery query() {
        return new ConnectionQuery(
                pool,
                backend,
                client == null ? null : InetAddress.ofLiteral(client),
                clientPort,
                listener,
                afterRun == null ? null : new ConnectionPlace(afterSince, afterRun, afterNumber),
                Math.clamp(limit, 1, MOST));
    }
}
