package io.weir.kit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One reading of {@code /metrics}: Prometheus text format 0.0.4, parsed strictly. A line that is no comment and no
 * sample, a series that comes twice, a family without a type or a counter below zero is an {@link AssertionError}.
 * Immutable.
 */
public final class MetricsScrape {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: (-?\\d+))?");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram|summary|untyped)");

    private final Map<Series, Double> samples;
    private final Map<String, String> types;

    /**
     * A series.
     *
     * @param name of the metric
     * @param labels by name, sorted
     */
    public record Series(String name, Map<String, String> labels) {}

    private MetricsScrape(Map<Series, Double> samples, Map<String, String> types) {
        this.samples = samples;
        this.types = types;
    }

    /**
     * Parses.
     *
     * @param text the body of an answer
     * @return what it says
     */
    public static MetricsScrape parse(String text) {
        Map<Series, Double> samples = new LinkedHashMap<>();
        Map<String, String> types = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# TYPE ")) {
                Matcher type = matching(TYPE, line);
                if (types.put(type.group(1), type.group(2)) != null) {
                    throw new AssertionError("typed twice: " + line);
                }
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher sample = matching(SAMPLE, line);
                Series series = new Series(sample.group(1), labels(sample.group(2), line));
                if (samples.put(series, number(sample.group(3), line)) != null) {
                    throw new AssertionError("comes twice: " + line);
                }
                check(series, samples.get(series), types, line);
            }
        }
        return new MetricsScrape(samples, types);
    }

    private static void check(Series series, double value, Map<String, String> types, String line) {
        String name = series.name();
        String family = types.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count|max)$", "");
        String type = types.get(family);
        if (type == null) {
            throw new AssertionError("no type before it: " + line);
        }
        if (type.equals("counter") && !(value >= 0)) {
            throw new AssertionError("a counter below zero: " + line);
        }
        if (name.startsWith("weir_") && type.equals("counter") != name.endsWith("_total")) {
            throw new AssertionError("counters and only counters end in _total: " + line);
        }
    }

    private static Matcher matching(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not in the format: " + line);
        }
        return matcher;
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            int at = 0;
            while (at < text.length()) {
                if (!label.find(at) || label.start() != at || labels.put(label.group(1), label.group(2)) != null) {
                    throw new AssertionError("labels not in the format: " + line);
                }
                at = label.end();
            }
        }
        return labels;
    }

    private static double number(String text, String line) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new AssertionError("no number: " + line, e);
                }
            }
        };
    }

    /**
     * Adds up the series of a metric.
     *
     * @param name of the metric
     * @param labels name, value, name, value ... that a series must have to count; it may have more
     * @return their sum, 0 where there is none
     */
    public double sum(String name, String... labels) {
        return sum(series -> series.name().equals(name) && has(series, labels));
    }

    /**
     * Adds up series.
     *
     * @param counted which
     * @return their sum
     */
    public double sum(Predicate<Series> counted) {
        double sum = 0;
        for (Map.Entry<Series, Double> sample : samples.entrySet()) {
            if (counted.test(sample.getKey())) {
                sum += sample.getValue();
            }
        }
        return sum;
    }

    /**
     * Whether a series is there, whatever its value.
     *
     * @param name of the metric
     * @param labels as for {@link #sum(String, String...)}
     * @return true where at least one is
     */
    public boolean has(String name, String... labels) {
        return samples.keySet().stream().anyMatch(s -> s.name().equals(name) && has(s, labels));
    }

    /** @return every series and its value, in the order of the text */
    public Map<Series, Double> samples() {
        return samples;
    }

    /** @return every metric's name in the text, as samples carry it */
    public Set<String> names() {
        return samples.keySet().stream().map(Series::name).collect(Collectors.toSet());
    }

    /**
     * The type a family was given.
     *
     * @param family its name
     * @return counter, gauge, histogram, summary, untyped, or "" where unknown
     */
    public String type(String family) {
        return types.getOrDefault(family, "");
    }

    private static boolean has(Series series, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(series.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
