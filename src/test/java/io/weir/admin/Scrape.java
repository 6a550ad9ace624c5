package io.weir.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape parser that forgives nothing: Prometheus' text format 0.0.4, or OpenMetrics 1.0.0 as far as it differs.
 * Families stand together, each with help and type before its samples, no series comes twice, names fit their type,
 * and histograms add up.
 */
final class Scrape {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.+)})? (-?[0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    /** Values by series as {@code name{label="value",…}}, labels in alphabetical order. */
    final Map<String, Double> values = new LinkedHashMap<>();
    /** Types by family. */
    final Map<String, String> types = new LinkedHashMap<>();

    private final boolean open;
    private String family = "";

    private Scrape(boolean open) {
        this.open = open;
    }

    static Scrape parse(String text, boolean openMetrics) {
        Scrape scrape = new Scrape(openMetrics);
        check(text.endsWith("\n"), "the last line does not end");
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (openMetrics) {
            check(lines.removeLast().equals("# EOF"), "no # EOF at the end");
        }
        Set<String> closed = new HashSet<>();
        String helped = "";
        for (String line : lines) {
            if (line.startsWith("# HELP ")) {
                helped = line.split(" ", 4)[2];
                check(!scrape.types.containsKey(helped), "family comes twice: " + line);
                check(line.split(" ", 4)[3].length() > 5, "no help: " + line);
            } else if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                check(words.length == 4 && words[2].equals(helped), "type without its help: " + line);
                check(closed.add(words[2]), "family comes twice: " + line);
                scrape.family = words[2];
                scrape.types.put(words[2], words[3]);
            } else if (line.startsWith("# UNIT ")) {
                String[] words = line.split(" ");
                check(openMetrics && words[2].equals(scrape.family), "stray unit: " + line);
                check(words[2].endsWith("_" + words[3]), "the name does not say the unit: " + line);
            } else {
                scrape.sample(line);
            }
        }
        scrape.histograms();
        return scrape;
    }

    double value(String series) {
        Double value = values.get(series);
        check(value != null, "no " + series + " among " + values.keySet());
        return value;
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        check(matcher.matches(), "not a sample: " + line);
        String name = matcher.group(1);
        String type = types.getOrDefault(family, "none");
        String suffix = name.startsWith(family) ? name.substring(family.length()) : "?";
        boolean fits = switch (type) {
            case "counter" -> open ? suffix.equals("_total") : suffix.isEmpty() && name.endsWith("_total");
            case "gauge", "unknown" -> suffix.isEmpty();
            case "histogram" -> Set.of("_bucket", "_sum", "_count").contains(suffix);
            case "summary" -> Set.of("_sum", "_count").contains(suffix);
            default -> false;
        };
        check(fits, name + " does not belong to " + type + " " + family);
        double value = Double.parseDouble(matcher.group(3));
        check(type.equals("gauge") || value >= 0, "below zero: " + line);
        String series = name + labels(matcher.group(2), line);
        check(values.put(series, value) == null, "comes twice: " + line);
    }

    private static String labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        int at = 0;
        while (text != null && at < text.length()) {
            check(label.find(at) && label.start() == at, "labels: " + line);
            check(labels.put(label.group(1), label.group(2)) == null, "label twice: " + line);
            at = label.end();
        }
        StringBuilder all = new StringBuilder();
        labels.forEach((name, value) -> all.append(all.isEmpty() ? "" : ",")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"'));
        return all.isEmpty() ? "" : "{" + all + "}";
    }

    /** Buckets only grow, the last is the count. */
    private void histograms() {
        Map<String, Double> last = new LinkedHashMap<>();
        values.forEach((series, value) -> {
            if (series.contains("_bucket{")) {
                String rest = series.replaceFirst("le=\"[^\"]*\",?", "");
                check(last.getOrDefault(rest, 0.0) <= value, "buckets go back: " + series);
                last.put(rest, value);
                if (series.contains("le=\"+Inf\"")) {
                    String count = rest.replace("_bucket{", "_count{").replace(",}", "}");
                    check(value.equals(values.get(count)), "+Inf is not the count: " + series);
                }
            }
        });
        types.forEach((name, type) -> check(
                !type.equals("histogram")
                        || values.keySet().stream().noneMatch(k -> k.startsWith(name + "_"))
                        || last.keySet().stream().anyMatch(k -> k.startsWith(name + "_bucket")),
                "no buckets: " + name));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
