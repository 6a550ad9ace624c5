import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of a run in Markdown. */
final class Report {
    private record Closed(String scenario, String title, String cost, String rate) {}

    private static final List<String> RIVALS = List.of("haproxy", "nginx");
    private static final List<Closed> CLOSED = List.of(
            new Closed("keepalive", "Keep-alive requests", "CPU us/request", "requests/s"),
            new Closed("short", "Short connections, ended by the backend", "CPU us/connection", "connections/s"),
            new Closed("short-client", "Short connections, ended by the client", "CPU us/connection", "connections/s"),
            new Closed("bulk", "Bulk, 4 streams from the backend", "CPU s/GB", "GB/s"));

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    Report(Results results) {
        this.results = results;
    }

    String markdown(Map<String, String> about, List<String> modes, List<String> problems) {
        about.forEach((key, value) -> line("- %s: %s", key, value));
        for (String problem : problems) {
            line("- **problem**: %s", problem);
        }
        targets();
        for (String mode : modes) {
            CLOSED.stream().filter(c -> results.has(mode, c.scenario())).forEach(c -> closed(mode, c));
            latency(mode);
            idle(mode);
            start(mode);
            cold(mode);
        }
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String spread(Results.Spread s, String format) {
        return String.format(Locale.ROOT, format + " / **" + format + "** / " + format, s.min(), s.median(), s.max());
    }

    private void closed(String mode, Closed c) {
        String reference = results.better(mode, c.scenario(), "cpu", RIVALS);
        line("\n### %s, %s\n", c.title(), mode);
        line("Smallest / **median** / largest of the rounds; ratios round by round to %s.\n", reference);
        line("| proxy | %s | ratio of CPU | %s | ratio of rate | p50 / p99 us | errors |", c.cost(), c.rate());
        line("|---|---|---|---|---|---|---|");
        for (String proxy : results.proxies(mode, c.scenario())) {
            line(
                    "| %s | %s | %s | %.4g | %s | %.0f / %.0f | %.0f |",
                    proxy,
                    spread(results.spread(mode, c.scenario(), proxy, "cpu"), "%.3g"),
                    spread(results.ratio(mode, c.scenario(), proxy, reference, "cpu"), "%.2f"),
                    results.spread(mode, c.scenario(), proxy, "rate").median(),
                    spread(results.ratio(mode, c.scenario(), proxy, reference, "rate"), "%.2f"),
                    results.spread(mode, c.scenario(), proxy, "p50").median(),
                    results.spread(mode, c.scenario(), proxy, "p99").median(),
                    results.spread(mode, c.scenario(), proxy, "errors").max());
        }
    }

    private void latency(String mode) {
        if (!results.has(mode, "latency")) {
            return;
        }
        line("\n### Latency at a fixed rate, %s\n", mode);
        line("Open loop, keep-alive requests on 64 connections, counted from the moment each was due.\n");
        line("| proxy | requests/s | p50 us | p99 us | p99.9 us | p99 to direct | p99 to haproxy | CPU us/request |");
        line("|---|---|---|---|---|---|---|---|");
        for (String proxy : results.proxies(mode, "latency")) {
            line(
                    "| %s | %.0f | %s | %s | %.0f | %s | %s | %.3g |",
                    proxy,
                    results.spread(mode, "latency", proxy, "rate").median(),
                    spread(results.spread(mode, "latency", proxy, "p50"), "%.0f"),
                    spread(results.spread(mode, "latency", proxy, "p99"), "%.0f"),
                    results.spread(mode, "latency", proxy, "p999").median(),
                    spread(results.ratio(mode, "latency", proxy, "direct", "p99"), "%.2f"),
                    spread(results.ratio(mode, "latency", proxy, "haproxy", "p99"), "%.2f"),
                    results.spread(mode, "latency", proxy, "cpu").median());
        }
    }

    private void idle(String mode) {
        if (!results.has(mode, "idle")) {
            return;
        }
        line("\n### Memory of idle connections, %s\n", mode);
        line("Resident bytes, after a full collection for a JVM; the slope from 500 connections to all.\n");
        line("| proxy | connections | bytes/connection | live heap of it | whole process, none open | all open |");
        line("|---|---|---|---|---|---|");
        for (String proxy : results.proxies(mode, "idle")) {
            line(
                    "| %s | %.0f | %s | %.0f | %.0f MB | %.0f MB |",
                    proxy,
                    results.spread(mode, "idle", proxy, "connections").median(),
                    spread(results.spread(mode, "idle", proxy, "perConnection"), "%.0f"),
                    results.spread(mode, "idle", proxy, "heapPerConnection").median(),
                    results.spread(mode, "idle", proxy, "baseMegabytes").median(),
                    results.spread(mode, "idle", proxy, "totalMegabytes").median());
        }
    }

    private void start(String mode) {
        if (!results.has(mode, "start")) {
            return;
        }
        line("\n### Start-up, %s\n", mode);
        line("| proxy | ms to listening | ms to the first answer through it |\n|---|---|---|");
        for (String proxy : results.proxies(mode, "start")) {
            line(
                    "| %s | %s | %s |",
                    proxy,
                    spread(results.spread(mode, "start", proxy, "listening"), "%.0f"),
                    spread(results.spread(mode, "start", proxy, "answering"), "%.0f"));
        }
    }

    private void cold(String mode) {
        if (!results.has(mode, "cold")) {
            return;
        }
        line("\n### The first 10 s after a cold start, %s\n", mode);
        line("Short connections, 32 at a time, from the moment it listens.\n");
        line("| proxy | connections/s in second 1 | 2 | 3 | 5 | 10 | p99 ms in 1 | 2 | 10 | CPU us/connection |"
                + " errors |");
        line("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String proxy : results.proxies(mode, "cold")) {
            List<Object> row = new ArrayList<>(List.of(proxy));
            for (String value : List.of("rate1", "rate2", "rate3", "rate5", "rate10")) {
                row.add(results.spread(mode, "cold", proxy, value).median());
            }
            for (String value : List.of("p99in1", "p99in2", "p99in10")) {
                row.add(results.spread(mode, "cold", proxy, value).median() / 1000);
            }
            row.add(results.spread(mode, "cold", proxy, "cpu").median());
            row.add(results.spread(mode, "cold", proxy, "errors").max());
            line("| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f | %.0f | %.0f |", row.toArray());
        }
    }

    private void targets() {
        if (!results.has("bare", "keepalive", "weir") && !results.has("bare", "idle", "weir")) {
            return;
        }
        line("\n"
                + "### Targets, bare\n\n"
                + "| what | target | reached: smallest / **median** / largest | |\n"
                + "|---|---|---|---|");
        double[] nio = {1.15, 1.25, 1.25, 0.95};
        double[] own = {1.0, 1.0, 1.0, 0.6};
        for (int i = 0; i < CLOSED.size(); i++) {
            Closed c = CLOSED.get(i);
            String best = results.better("bare", c.scenario(), "cpu", RIVALS);
            ratio(c.scenario(), "weir", best, "cpu", own[i]);
            ratio(c.scenario(), "weir-nio", best, "cpu", nio[i]);
            for (String proxy : results.proxies("bare", c.scenario())) {
                if (!Proxies.NAMES.contains(proxy)) {
                    ratio(c.scenario(), "weir", proxy, "cpu", 1.05);
                }
            }
        }
        List<String> splicing = List.of("haproxy-splice", "haproxy-splice-always");
        ratio("bulk", "weir", results.better("bare", "bulk", "cpu", splicing), "cpu", 1.05);
        ratio("latency", "weir", "haproxy", "p99", 1.10);
        value("idle", "perConnection", "bytes a connection", 4096);
        value("start", "listening", "ms to listening", 1000);
    }

    private void ratio(String scenario, String proxy, String reference, String value, double most) {
        if (results.has("bare", scenario, proxy) && results.has("bare", scenario, reference)) {
            Results.Spread s = results.ratio("bare", scenario, proxy, reference, value);
            String what =
                    "%s: %s of %s to %s".formatted(scenario, value.equals("cpu") ? "CPU" : value, proxy, reference);
            row(what, "<= %.2f".formatted(most), spread(s, "%.2f"), s.median() <= most);
        }
    }

    private void value(String scenario, String value, String what, double most) {
        if (results.has("bare", scenario, "weir")) {
            Results.Spread s = results.spread("bare", scenario, "weir", value);
            row(scenario + ": " + what, "<= %.0f".formatted(most), spread(s, "%.0f"), s.median() <= most);
        }
    }

    private void row(String what, String target, String reached, boolean met) {
        line("| %s | %s | %s | %s |", what, target, reached, met ? "met" : "**missed**");
    }
}
