package io.weir.kit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What must hold of a node once its clients are gone, whatever they did: no gauge above zero, every accepted connection
 * counted as closed exactly once, no descriptor of any kind left behind, no fault of Weir's own in the log.
 */
public final class Aftermath {
    private static final Pattern FAULT =
            Pattern.compile("\\bERROR\\b|Exception\\b|\\bat [\\w.$]+\\([\\w$]+\\.java:\\d+\\)");
    /** The JVM opens a library with the first class it needs of it, and the system's randomness likewise, and keeps both. */
    private static final Pattern KEPT_BY_THE_JVM = Pattern.compile(".*\\.jar|/dev/u?random");

    /** An access log is opened with its first line. */
    private static final Pattern OPENED_ONCE = Pattern.compile(".*\\.log");

    private static final double SECONDS = 10;

    private final WeirProcess weir;
    private final Map<String, Integer> descriptors;

    /** @param weir at rest; what it holds now is what it must come back to */
    public Aftermath(WeirProcess weir) {
        this.weir = weir;
        // The control plane opens its sockets only after the node is ready.
        Patience.until("the node's own cluster").until(() -> weir.err().text().contains("cluster-joined"));
        weir.metrics();
        this.descriptors = ProcFs.descriptors(weir.pid());
    }

    /** Waits for the node to be at rest, then looks for faults. */
    public void check() {
        atRest();
        List<String> faults = weir.err().lines().stream()
                .filter(line -> FAULT.matcher(line).find())
                .toList();
        if (!faults.isEmpty()) {
            throw new AssertionError("faults on standard error:\n" + String.join("\n", faults));
        }
        double errors = weir.metrics().sum("weir_connections_closed_total", "reason", "error");
        if (errors > 0) {
            throw new AssertionError(errors + " connections ended by a fault of Weir's own");
        }
    }

    /** Waits for the end of every connection. What the node keeps for the next ones it may still keep. */
    public void connectionsEnded() {
        Patience.until("gauges at zero", SECONDS).untilAsserted(this::assertConnectionsEnded);
    }

    private void assertConnectionsEnded() {
        MetricsScrape metrics = weir.metrics();
        zero(metrics, "weir_listener_connections");
        zero(metrics, "weir_backend_connections");
        double opened = metrics.sum("weir_listener_connections_total");
        double closed = metrics.sum("weir_connections_closed_total");
        if (opened != closed) {
            throw new AssertionError(opened + " connections accepted, " + closed + " counted as closed");
        }
    }

    /** Waits for the gauges and the descriptors, those of pipes too, which the node keeps for some seconds. */
    public void atRest() {
        Patience.until("gauges at zero and descriptors back", SECONDS).untilAsserted(() -> {
            assertConnectionsEnded();
            Map<String, Integer> more = moreThan(descriptors, ProcFs.descriptors(weir.pid()));
            if (!more.isEmpty()) {
                throw new AssertionError("descriptors that were not there before: " + more);
            }
        });
    }

    /**
     * Descriptors that a process has come to hold.
     *
     * @param before what they were, as {@link ProcFs#descriptors} has it
     * @param now what they are
     * @return what there is more of, but for what the JVM keeps once it has opened it, and one of each log
     */
    static Map<String, Integer> moreThan(Map<String, Integer> before, Map<String, Integer> now) {
        Map<String, Integer> more = new TreeMap<>();
        now.forEach((what, count) -> {
            int surplus = count - before.getOrDefault(what, 0);
            int allowed = OPENED_ONCE.matcher(what).matches() ? 1 : 0;
            if (surplus > allowed && !KEPT_BY_THE_JVM.matcher(what).matches()) {
                more.put(what, surplus);
            }
        });
        return more;
    }

    private static void zero(MetricsScrape metrics, String gauge) {
        if (!metrics.has(gauge)) {
            throw new AssertionError("no " + gauge);
        }
        double value = metrics.sum(series -> series.name().equals(gauge));
        if (value != 0) {
            throw new AssertionError(gauge + " is " + value);
        }
    }
}
