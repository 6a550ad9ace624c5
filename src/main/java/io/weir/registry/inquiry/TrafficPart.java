package io.weir.registry.inquiry;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.observe.Reading;
import io.weir.registry.peer.Blob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node has counted since its start, and how many connections it has now.
 *
 * @param listeners some of its listeners
 * @param backends some of its backends
 */
public record TrafficPart(List<OfListener> listeners, List<OfBackend> backends) {
    private static final int NUMBERS = 50;

    public TrafficPart(@Nullable List<@Nullable OfListener> listeners, @Nullable List<@Nullable OfBackend> backends) {
        this.listeners = Form.list(listeners);
        this.backends = Form.list(backends);
    }

    /**
     * One listener's.
     *
     * @param setup how it is set up; null for one that is gone and whose connections go on, and from a node that does not tell
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record OfListener(
            String name,
            long connections,
            long opened,
            long refused,
            long bytesIn,
            long bytesOut,
            @Nullable Setup setup) {
        public OfListener(
                @Nullable String name,
                long connections,
                long opened,
                long refused,
                long bytesIn,
                long bytesOut,
                @Nullable Setup setup) {
            this.name = name == null ? "" : name;
            this.setup = setup;
            this.connections = connections;
            this.opened = opened;
            this.refused = refused;
            this.bytesIn = bytesIn;
            this.bytesOut = bytesOut;
        }
    }

    /**
     * How a listener is set up now.
     *
     * @param pool where its connections go
     * @param addresses where it listens
     * @param bound whether it listens
     * @param paused whether it takes no connections
     * @param maxConnections at most this many at a time, or {@link io.weir.model.Off#COUNT}
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Setup(String pool, List<String> addresses, boolean bound, boolean paused, int maxConnections) {
        public Setup(
                @Nullable String pool,
                @Nullable List<@Nullable String> addresses,
                boolean bound,
                boolean paused,
                int maxConnections) {
            this.pool = pool == null ? "" : pool;
            this.addresses = Form.list(addresses);
            this.bound = bound;
            this.paused = paused;
            this.maxConnections = maxConnections;
        }

        private int size() {
            return NUMBERS
                    + Form.size(pool)
                    + addresses.stream().mapToInt(Form::size).sum();
        }
    }

    /** One backend's, as this node sees it. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record OfBackend(
            String pool, String id, long connections, long opened, long bytesIn, long bytesOut, long connectFailures) {
        public OfBackend(
                @Nullable String pool,
                @Nullable String id,
                long connections,
                long opened,
                long bytesIn,
                long bytesOut,
                long connectFailures) {
            this.pool = pool == null ? "" : pool;
            this.id = id == null ? "" : id;
            this.connections = connections;
            this.opened = opened;
            this.bytesIn = bytesIn;
            this.bytesOut = bytesOut;
            this.connectFailures = connectFailures;
        }
    }

    /**
     * An answer.
     *
     * @param reading what is counted
     * @param setups of the listeners there are, by their names
     * @param ask which backends are wanted
     */
    public static List<Blob> answer(Reading reading, Map<String, Setup> setups, TrafficAsk ask) {
        List<OfListener> listeners = new ArrayList<>();
        reading.listeners().forEach((name, totals) -> listeners.add(of(name, totals, setups.get(name))));
        List<OfBackend> backends = new ArrayList<>();
        reading.pools()
                .forEach((pool, totals) -> totals.backends().forEach((id, each) -> backends.add(of(pool, id, each))));
        List<OfBackend> wanted = wanted(backends, ask);
        List<Blob> parts = new ArrayList<>(Form.parts(
                listeners,
                row -> NUMBERS
                        + Form.size(row.name())
                        + (row.setup() == null ? 1 : row.setup().size()),
                rows -> new TrafficPart(List.copyOf(rows), List.of())));
        parts.addAll(Form.parts(
                wanted,
                row -> NUMBERS + Form.size(row.pool()) + Form.size(row.id()),
                rows -> new TrafficPart(List.of(), List.copyOf(rows))));
        return parts;
    }

    private static List<OfBackend> wanted(List<OfBackend> all, TrafficAsk ask) {
        List<OfBackend> wanted = all.stream().filter(ask::wants).toList();
        return ask.limit() <= 0
                ? wanted
                : wanted.stream().sorted(TrafficAsk.ORDER).limit(ask.limit()).toList();
    }

    private static OfListener of(String name, Reading.ListenerTotals totals, @Nullable Setup setup) {
        long refused = 0;
        for (CloseReason reason : CloseReason.values()) {
            refused += totals.refused(reason);
        }
        return new OfListener(name, totals.open(), totals.opened(), refused, totals.in(), totals.out(), setup);
    }

    private static OfBackend of(String pool, String id, Reading.BackendTotals totals) {
        long failures = 0;
        for (DialFailure failure : DialFailure.values()) {
            failures += totals.failures(failure);
        }
        return new OfBackend(pool, id, totals.open(), totals.opened(), totals.in(), totals.out(), failures);
    }
}
