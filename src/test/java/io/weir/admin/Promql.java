package io.weir.admin;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an expression of Prometheus' query language speaks of: metrics, the labels it selects each by, and the labels it
 * groups and joins by. Whether it is an expression at all is for promtool to say.
 */
final class Promql {
    /** What a scrape adds to every series, and what names an alert. */
    private static final Set<String> SCRAPED = Set.of("job", "instance");

    private static final Pattern METRIC =
            Pattern.compile("(?<![\\w:\"$])((?:weir|process|jvm|up|\\w+:weir)[\\w:]*)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern GROUP = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

    private final Map<String, Set<String>> metrics = catalogue();
    private final Set<String> used = new TreeSet<>();

    private static Map<String, Set<String>> catalogue() {
        Map<String, Set<String>> all = new TreeMap<>();
        all.put("up", Set.of());
        for (Metric metric : Metric.values()) {
            Set<String> labels = Set.copyOf(metric.labels());
            switch (metric.kind()) {
                case COUNTER, GAUGE -> all.put(metric.sample(), labels);
                case SUMMARY, HISTOGRAM -> {
                    all.put(metric.sample() + "_sum", labels);
                    all.put(metric.sample() + "_count", labels);
                    if (metric.kind() == Metric.Kind.HISTOGRAM) {
                        Set<String> bounded = new HashSet<>(labels);
                        bounded.add("le");
                        all.put(metric.sample() + "_bucket", bounded);
                    }
                }
            }
        }
        return all;
    }

    /** A rule records a metric; by custom its name begins with the labels it keeps. */
    void recorded(String name) {
        metrics.put(name, Set.of(name.substring(0, name.indexOf(':')).split("_")));
    }

    /** Metrics that were spoken of so far. */
    Set<String> used() {
        return used;
    }

    /** What is wrong with an expression and with what is written beside its results, such as a legend; empty if nothing. */
    Set<String> wrong(String expression, String beside) {
        Set<String> wrong = new TreeSet<>();
        Set<String> labels = new TreeSet<>(SCRAPED);
        Matcher metric = METRIC.matcher(GROUP.matcher(expression).replaceAll(" "));
        while (metric.find()) {
            String name = metric.group(1);
            Set<String> known = metrics.get(name);
            if (known == null) {
                wrong.add("no metric " + name);
                continue;
            }
            used.add(name);
            labels.addAll(known);
            String matchers = metric.group(2) == null ? "" : metric.group(2);
            MATCHER.matcher(matchers)
                    .results()
                    .map(match -> match.group(1))
                    .filter(label -> !known.contains(label) && !SCRAPED.contains(label))
                    .forEach(label -> wrong.add(name + " has no label " + label));
        }
        Set<String> grouped = GROUP.matcher(expression)
                .results()
                .flatMap(group -> Arrays.stream(group.group(1).split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
        LEGEND.matcher(beside)
                .results()
                .map((MatchResult legend) -> legend.group(1))
                .forEach(grouped::add);
        grouped.removeAll(labels);
        grouped.forEach(label -> wrong.add("nothing here has a label " + label));
        return wrong;
    }
}
