package io.weir.admin;

import io.weir.observe.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lines that stand before a family's samples: its name, meaning, type and unit. The same on every page; any thread. */
final class FamilyHead {
    private static final Map<Metric, byte[]> PLAIN = new ConcurrentHashMap<>();
    private static final Map<Metric, byte[]> OPEN = new ConcurrentHashMap<>();

    private FamilyHead() {}

    static void write(Metric metric, boolean openMetrics, Utf8 out) {
        out.utf8(
                openMetrics
                        ? OPEN.computeIfAbsent(metric, FamilyHead::open)
                        : PLAIN.computeIfAbsent(metric, FamilyHead::plain));
    }

    private static byte[] plain(Metric metric) {
        return lines(metric.sample(), metric.kind().word(), metric.help(), "");
    }

    private static byte[] open(Metric metric) {
        if (metric.kind() != Metric.Kind.COUNTER) {
            return lines(metric.sample(), metric.kind().word(), metric.help(), metric.unit());
        }
        // There a counter's family is named without the ending its samples have; where a gauge has that name, "unknown"
        // is the one type left that may keep the ending.
        String base = metric.sample().substring(0, metric.sample().length() - "_total".length());
        boolean taken = Arrays.stream(Metric.values()).anyMatch(m -> m.sample().equals(base));
        return lines(
                taken ? metric.sample() : base,
                taken ? "unknown" : metric.kind().word(),
                metric.help(),
                metric.unit());
    }

    private static byte[] lines(String family, String type, String help, String unit) {
        String known = "# HELP " + family + " " + Exposition.escaped(help) + "\n# TYPE " + family + " " + type + "\n";
        return (unit.isEmpty() ? known : known + "# UNIT " + family + " " + unit + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
