import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What scrapes and API reads cost connections: the same open-loop load through one Weir with them, without, and with as
 * many reads of a server that does nothing, in pieces of a second whose order is drawn anew. {@code bench/scrape}
 * prepares and starts it.
 */
final class Scrapes {
    /** The node's own figure of its loops' lag is the longest of so many seconds. */
    private static final int LAG_WINDOW = 15;
    /** A node looks at its loops once a second, at a moment of its own, and so tells of a second that began earlier. */
    private static final long LOOK = 1_100_000_000L;
    /** Up to where the longest that the host took at once is told apart, in microseconds. */
    private static final double[] HOST = {1000, 2000, 3000, 5000, Double.POSITIVE_INFINITY, Double.NaN};

    private static final List<String> KINDS = List.of("with", "without", "bare");
    /** Short enough for what the host does to meet all three alike. */
    private static final double PIECE = 1;
    /** What is due so soon after a change is not measured. */
    private static final double AFTER_A_CHANGE = 0.05;

    private static final double LEAD_IN = 1;
    private static final int WARM_ROUNDS = 8;

    /** Bytes of the bare server's page: as much as the metrics of the one node. */
    private static final int PAGE = 16 * 1024;
    private static final String HELP = """
        bench/scrape [options]: p99 of requests through Weir with scrapes and API reads, without, and beside as many
                              reads of a server that does nothing, which are what the reading costs by itself
          --pairs N           rounds of the three (7)
          --seconds S         of each in a round, in pieces of a second in random order (15)
          --per-minute N      scrapes and reads, half and half (1000)
          --first             Weir at a real-time priority: nothing else on the machine comes before its threads
          --quick             2 rounds of 2 s: shows that it runs, proves nothing
          --rate, --warmup, --loops, --cpus, --load-cpus, --out: as of bench/compare
        """;

    private final Options options;
    private final int perMinute;
    private final boolean first;
    private final Results results;
    private final Random random = new Random(7);

    private Scrapes(Options options, int perMinute, boolean first) throws IOException {
        this.options = options;
        this.perMinute = perMinute;
        this.first = first;
        Path out = Files.createDirectories(Path.of(options.out));
        results = new Results(out.resolve("scrape-" + System.currentTimeMillis() / 1000 + ".jsonl"));
    }

    public static void main(String[] args) throws Exception {
        List<String> rest = new ArrayList<>(List.of("--rounds", "7", "--seconds", "15"));
        int perMinute = 1000;
        boolean first = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> {
                    System.out.print(HELP);
                    return;
                }
                case "--quick" -> rest.addAll(List.of("--rounds", "2", "--seconds", "2", "--warmup", "5000"));
                case "--pairs" -> rest.add("--rounds");
                case "--first" -> first = true;
                case "--per-minute" -> perMinute = Integer.parseInt(args[++i]);
                default -> rest.add(args[i]);
            }
        }
        new Scrapes(new Options(rest.toArray(String[]::new)), perMinute, first).run();
    }

    private void run() throws Exception {
        Path home = Path.of(System.getProperty("bench.home", ".")).toAbsolutePath().normalize();
        Path dir = Files.createDirectories(home.resolve(options.out).resolve("run"));
        int[] ports = Proxies.freePorts(4);
        int page = Proxies.freePorts(1)[0];
        Process backend = Backend.start(options, ports);
        Process bare = Page.start(options, page, PAGE);
        Proxy weir = new Proxies(home, dir, options.loops, options.cpus, ports, true, Map.of()).create("weir");
        try {
            weir.start();
            if (first) {
                weir.first();
            }
            int warm = new Rounds(options, results, ports[0]).warmUp(List.of(weir));
            int rate = options.rate > 0 ? options.rate : Math.max(500, warm * 3 / 10 / 500 * 500);
            Map<String, String> urls = Map.of("with", weir.metrics(), "bare", "http://127.0.0.1:" + page + "/");
            warm(weir, urls, rate);
            for (int pair = 1; pair <= options.rounds; pair++) {
                round(pair, weir, rate, urls);
                Rounds.say(
                        "%d of %d at %d requests/s: p99 %s us with, %s us without, %s us beside reads of a bare server",
                        pair,
                        options.rounds,
                        rate,
                        value(pair, "with"),
                        value(pair, "without"),
                        value(pair, "bare"));
            }
            System.out.print(report(rate) + seconds());
        } finally {
            weir.stop();
            bare.destroyForcibly();
            backend.destroyForcibly();
            Files.deleteIfExists(dir.resolve("weir-access.log"));
        }
    }

    /**
     * As many reads as there were connections, one after the other, and then the same as the rounds, at first with ten times
     * the reads, none of it counted. What still compiles in the rounds takes more of the machine than the reads do; and
     * what the JVM learnt from reads that never wait for a thread to wake, it compiles once more when they do.
     */
    private void warm(Proxy weir, Map<String, String> urls, int rate) throws Exception {
        Paced load = new Paced(weir.port(), 64);
        Reads hasty = load.reads(weir.metrics(), 0);
        while (hasty.pages() < options.warmup) {
            load.run(rate, 0, 1_000_000_000L, hasty);
        }
        load.close();
        for (int i = 1; i <= WARM_ROUNDS; i++) {
            int round = i;
            double pace = perMinute / 60.0 * (i <= WARM_ROUNDS / 2 ? 10 : 1);
            Map<String, Map<String, Double>> measured = stretch("warm", round, weir, rate, urls, pace);
            measured.forEach((kind, values) -> results.add("warm", "scrape", round, kind, values));
            Rounds.say(
                    "warm: %d of %d with %.0f reads/s: other threads than loops use %.3f cores",
                    i, WARM_ROUNDS, pace, measured.get("with").get("others"));
        }
    }

    private String value(int pair, String half) {
        return String.format(Locale.ROOT, "%.0f", results.value("full", "scrape", pair, half, "p99"));
    }

    private int pieces() {
        return (int) Math.max(1, Math.round(options.seconds / PIECE));
    }

    private void round(int round, Proxy weir, int rate, Map<String, String> urls) throws Exception {
        Map<String, Map<String, Double>> measured = stretch("full", round, weir, rate, urls, perMinute / 60.0);
        measured.get("with").put("lag", lag(weir, rate, round, "with"));
        measured.get("without").put("lag", lag(weir, rate, round, "without"));
        measured.forEach((kind, values) -> results.add("full", "scrape", round, kind, values));
    }

    /** Pieces of a second of each of the three in random order, each with the same requests due. */
    private Map<String, Map<String, Double>> stretch(
            String mode, int round, Proxy weir, int rate, Map<String, String> urls, double perSecond) throws Exception {
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        Map<String, long[]> threads = new LinkedHashMap<>();
        for (String kind : KINDS) {
            latencies.put(kind, new Histogram());
            threads.put(kind, new long[3]);
        }
        Paced load = new Paced(weir.port(), 64);
        Map<String, Reads> reads = new LinkedHashMap<>();
        urls.forEach((kind, url) -> reads.put(kind, load.reads(url, perSecond)));
        load.run(rate, 0, (long) (LEAD_IN * 1e9));
        List<String> order = new ArrayList<>(KINDS);
        for (int piece = 0; piece < pieces(); piece++) {
            Collections.shuffle(order, random);
            for (String kind : order) {
                long[] before = weir.threadNanos();
                Histogram measured =
                        load.run(rate, (long) (AFTER_A_CHANGE * 1e9), (long) (PIECE * 1e9), reads.get(kind));
                long[] after = weir.threadNanos();
                latencies.merge(kind, measured, Histogram::plus);
                int second = (round - 1) * pieces() + piece + 1;
                results.add(mode, "second", second, kind, Map.of("p99", measured.micros(0.99)));
                for (int i = 0; i < after.length; i++) {
                    threads.get(kind)[i] += after[i] - before[i];
                }
            }
        }
        load.close();
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        for (String kind : KINDS) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("p50", latencies.get(kind).micros(0.5));
            values.put("p99", latencies.get(kind).micros(0.99));
            values.put("p999", latencies.get(kind).micros(0.999));
            values.put("loops", threads.get(kind)[0] / 1e9 / PIECE / pieces());
            values.put("waited", threads.get(kind)[1] / 1e9 / PIECE / pieces());
            values.put("others", threads.get(kind)[2] / 1e9 / PIECE / pieces());
            Reads read = reads.get(kind);
            long pages = read == null ? 0 : read.pages();
            values.put("reads", (double) pages);
            values.put("read", pages == 0 ? 0 : read.nanos() / 1e3 / pages);
            values.put("errors", (double) load.errors());
            all.put(kind, values);
        }
        return all;
    }

    /**
     * The loops' longest lag in microseconds, in a stretch of its own that is as long as the node's own window; and of each
     * second of it, beside the longest that the host took at once then.
     */
    private double lag(Proxy weir, int rate, int round, String kind) throws Exception {
        Paced load = new Paced(weir.port(), 64);
        Reads reads = kind.equals("with") ? load.reads(weir.metrics(), perMinute / 60.0) : null;
        LoopLags lags;
        try (Witness witness = Witness.start(Runtime.getRuntime().availableProcessors())) {
            load.run(rate, 0, 2 * LOOK, reads);
            lags = LoopLags.read(weir.metrics());
            for (int second = 1; second <= LAG_WINDOW; second++) {
                long from = System.nanoTime() - LOOK;
                load.run(rate, 0, 1_000_000_000L, reads);
                LoopLags before = lags;
                lags = LoopLags.read(weir.metrics());
                double host = witness.longest(from, System.nanoTime());
                int number = (round - 1) * LAG_WINDOW + second;
                results.add(
                        "full", "loop-second", number, kind, Map.of("lag", lags.boundSince(before), "host", host));
            }
        }
        load.close();
        return lags.longest();
    }

    private String seconds() {
        StringBuilder text = new StringBuilder("\nSeconds by the longest that the host took at once and by the loops' longest"
                + " lag\n\n| | with: up to 2.5 ms | up to 5 ms | more | without: up to 2.5 ms | up to 5 ms | more |\n"
                + "|---|---|---|---|---|---|---|\n");
        double above = -1;
        for (double most : HOST) {
            text.append(
                    Double.isNaN(most)
                            ? "| host: not known"
                            : Double.isInfinite(most)
                                    ? "| host: more"
                                    : String.format(Locale.ROOT, "| host: up to %.0f ms", most / 1000));
            for (String kind : List.of("with", "without")) {
                for (int count : seconds(kind, above, most)) {
                    text.append(" | ").append(count);
                }
            }
            text.append(" |\n");
            above = most;
        }
        return text.toString();
    }

    private int[] seconds(String kind, double above, double most) {
        int[] counts = new int[3];
        for (int second = 1; second <= options.rounds * LAG_WINDOW; second++) {
            double lag = results.value("full", "loop-second", second, kind, "lag");
            double host = results.value("full", "loop-second", second, kind, "host");
            if (!Double.isNaN(lag) && (Double.isNaN(host) ? Double.isNaN(most) : host > above && host <= most)) {
                counts[lag <= 2500 ? 0 : lag <= 5000 ? 1 : 2]++;
            }
        }
        return counts;
    }

    private String report(int rate) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d rounds of 3 x %.0f s at %d requests/s, in pieces of a second; %d scrapes and reads a minute%s%n%n",
                options.rounds,
                PIECE * pieces(),
                rate,
                perMinute,
                first ? "; Weir's threads first" : ""));
        text.append("| smallest / **median** / largest | with | without | bare server read | with to without |"
                + " with to bare |\n|---|---|---|---|---|---|\n");
        row(text, "p50, µs", "scrape", "p50");
        row(text, "p99, µs (at most 1.10)", "scrape", "p99");
        row(text, "p99 of single seconds, µs", "second", "p99");
        row(text, "p99.9, µs", "scrape", "p999");
        row(text, "cores used by the event loops", "scrape", "loops");
        row(text, "cores the event loops waited for", "scrape", "waited");
        row(text, "cores used by other threads", "scrape", "others");
        row(text, "longest lag of a loop, µs (below 5000)", "scrape", "lag");
        row(text, "time of a scrape or read, µs", "scrape", "read");
        row(text, "scrapes and reads", "scrape", "reads");
        row(text, "errors", "scrape", "errors");
        return text.toString();
    }

    private void row(StringBuilder text, String what, String scenario, String value) {
        text.append("| ").append(what);
        for (Results.Spread spread : List.of(
                results.spread("full", scenario, "with", value),
                results.spread("full", scenario, "without", value),
                results.spread("full", scenario, "bare", value),
                results.ratio("full", scenario, "with", "without", value),
                results.ratio("full", scenario, "with", "bare", value))) {
            String format = Double.isFinite(spread.max()) ? " | %.4g / **%.4g** / %.4g" : " | -";
            text.append(String.format(Locale.ROOT, format, spread.min(), spread.median(), spread.max()));
        }
        text.append(" |\n");
    }
}
