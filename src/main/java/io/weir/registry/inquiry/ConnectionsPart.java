package io.weir.registry.inquiry;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.weir.model.ConnectionPlace;
import io.weir.model.LiveConnection;
import io.weir.observe.AddressText;
import io.weir.registry.peer.Blob;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Live connections of one node, in order.
 *
 * @param run of the node, which begins their ids
 * @param rows one a connection
 */
public record ConnectionsPart(String run, List<Row> rows) {
    public ConnectionsPart(@Nullable String run, @Nullable List<@Nullable Row> rows) {
        this.run = run == null ? "" : run;
        this.rows = Form.list(rows);
    }

    /**
     * One; see {@link LiveConnection}.
     *
     * @param client address and port as they are shown
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Row(
            long number,
            long sinceMillis,
            String client,
            String listener,
            String pool,
            @Nullable String backend,
            long ageMillis,
            long idleMillis,
            long bytesIn,
            long bytesOut,
            String state) {
        private static final int NUMBERS = 56;

        public Row(
                long number,
                long sinceMillis,
                @Nullable String client,
                @Nullable String listener,
                @Nullable String pool,
                @Nullable String backend,
                long ageMillis,
                long idleMillis,
                long bytesIn,
                long bytesOut,
                @Nullable String state) {
            this.number = number;
            this.sinceMillis = sinceMillis;
            this.client = client == null ? "" : client;
            this.listener = listener == null ? "" : listener;
            this.pool = pool == null ? "" : pool;
            this.backend = backend;
            this.ageMillis = ageMillis;
            this.idleMillis = idleMillis;
            this.bytesIn = bytesIn;
            this.bytesOut = bytesOut;
            this.state = state == null ? "" : state;
        }

        static Row of(LiveConnection live) {
            return new Row(
                    live.place().number(),
                    live.place().sinceMillis(),
                    AddressText.of(new InetSocketAddress(live.client(), live.clientPort())),
                    live.listener(),
                    live.pool(),
                    live.backend(),
                    live.ageMillis(),
                    live.idleMillis(),
                    live.bytesIn(),
                    live.bytesOut(),
                    live.state().word());
        }

        int size() {
            return NUMBERS
                    + Form.size(client)
                    + Form.size(listener)
                    + Form.size(pool)
                    + Form.size(backend)
                    + Form.size(state);
        }

        /** Where it stands among all. */
        public ConnectionPlace place(String run) {
            return new ConnectionPlace(sinceMillis, run, number);
        }
    }

    /** An answer. */
    public static List<Blob> answer(String run, List<LiveConnection> connections) {
        return Form.parts(
                connections.stream().map(Row::of).toList(),
                Row::size,
                rows -> new ConnectionsPart(run, List.copyOf(rows)));
    }
}
