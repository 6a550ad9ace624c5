package io.weir.admin;

import io.weir.admin.api.GiveWay;
import io.weir.observe.Buckets;
import io.weir.observe.HistogramTotal;
import io.weir.observe.Utf8;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Writes metrics in Prometheus' text format 0.0.4 or in OpenMetrics 1.0.0. Families come one after the other, each
 * once; of one without samples there are name, type and meaning, so that whoever looks for it finds that it is known here.
 * Belongs to one thread.
 */
final class Exposition {
    private static final Map<Buckets, List<String>> BOUNDS = new ConcurrentHashMap<>();

    private final Utf8 out = new Utf8();
    private final EnumSet<Metric> begun = EnumSet.noneOf(Metric.class);
    private final boolean openMetrics;
    private final GiveWay others;

    Exposition(boolean openMetrics, GiveWay others) {
        this.openMetrics = openMetrics;
        this.others = others;
    }

    /** A whole number, with the values of the metric's labels in their order. */
    void sample(Metric metric, long value, String... labels) {
        series(metric, "", labels);
        out.number(value).ascii('\n');
    }

    /** A fraction, with the values of the metric's labels in their order. */
    void sample(Metric metric, double value, String... labels) {
        series(metric, "", labels);
        out.ascii(decimal(value)).ascii('\n');
    }

    /** Observations counted and added up. */
    void summary(Metric metric, long count, double sum, String... labels) {
        series(metric, "_count", labels);
        out.number(count).ascii('\n');
        series(metric, "_sum", labels);
        out.ascii(decimal(sum)).ascii('\n');
    }

    /** A histogram of times. */
    void histogram(Metric metric, HistogramTotal total, String... labels) {
        List<String> bounds = BOUNDS.computeIfAbsent(total.buckets(), Exposition::bounds);
        String[] withBound = Arrays.copyOf(labels, labels.length + 1);
        long below = 0;
        for (int i = 0; i < total.buckets().count(); i++) {
            below += total.in(i);
            withBound[labels.length] = bounds.get(i);
            series(metric, "_bucket", withBound);
            out.number(below).ascii('\n');
        }
        summary(metric, below, total.sumNanos() / 1e9, labels);
    }

    private static List<String> bounds(Buckets buckets) {
        return IntStream.range(0, buckets.count())
                .mapToLong(buckets::bound)
                .mapToObj(nanos -> nanos == Long.MAX_VALUE ? "+Inf" : decimal(nanos / 1e9))
                .toList();
    }

    /** The whole text. */
    byte[] finish() {
        EnumSet.complementOf(begun).forEach(this::head);
        if (openMetrics) {
            out.ascii("# EOF\n");
        }
        return out.copy();
    }

    private void series(Metric metric, String suffix, String... values) {
        others.between();
        if (begun.add(metric)) {
            head(metric);
        }
        out.ascii(metric.sample()).ascii(suffix);
        List<String> openings = metric.openings();
        for (int i = 0; i < values.length; i++) {
            out.ascii(openings.get(i)).text(escaped(values[i]));
        }
        out.ascii(values.length == 0 ? " " : "\"} ");
    }

    private void head(Metric metric) {
        FamilyHead.write(metric, openMetrics, out);
    }

    /** A label's value or a meaning, on one line and within quotes. */
    static String escaped(String text) {
        return isPlain(text)
                ? text
                : text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '"' || c == '\n') {
                return false;
            }
        }
        return true;
    }

    /** Never in the notation with an exponent, always with a point, as both formats and people can read it. */
    private static String decimal(double value) {
        String shortest = Double.toString(value);
        if (shortest.indexOf('E') < 0) {
            return shortest;
        }
        String plain = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
}
