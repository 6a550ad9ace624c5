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
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What scrapes and API reads cost connections: the same open-loop load through one Weir with them, without, and with as
 * many reads of a server that does nothing, in an order that is drawn anew. {@code bench/scrape} prepares and starts it.
 */
final class Scrapes {
    /** The loops' lag is the longest of so many seconds, so that a longer phase sees no other's. */
    private static final double LAG_WINDOW = 15;

    private static final double LEAD_IN = 1;
    /** Bytes of the bare server's page: as much as the metrics of the one node. */
    private static final int PAGE = 16 * 1024;
    private static final Pattern LAG = Pattern.compile("(?m)^weir_event_loop_lag_seconds\\{.*} (\\S+)$");
    private static final String HELP = """
        bench/scrape [options]: p99 of requests through Weir with scrapes and API reads, without, and beside as many
                              reads of a server that does nothing, which are what the reading costs by itself
          --pairs N           rounds of the three (7)
          --seconds S         measured in each (15; less than 15 mixes up the lag of one and the other)
          --per-minute N      scrapes and reads, half and half (1000)
          --quick             2 pairs of 2 s: shows that it runs, proves nothing
          --rate, --warmup, --loops, --cpus, --load-cpus, --out: as of bench/compare
        """;

    private final Options options;
    private final int perMinute;
    private final Results results;
    private final Random random = new Random(7);

    private Scrapes(Options options, int perMinute) throws IOException {
        this.options = options;
        this.perMinute = perMinute;
        Path out = Files.createDirectories(Path.of(options.out));
        results = new Results(out.resolve("scrape-" + System.currentTimeMillis() / 1000 + ".jsonl"));
    }

    public static void main(String[] args) throws Exception {
        List<String> rest = new ArrayList<>(List.of("--rounds", "7", "--seconds", "15"));
        int perMinute = 1000;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> {
                    System.out.print(HELP);
                    return;
                }
                case "--quick" -> rest.addAll(List.of("--rounds", "2", "--seconds", "2", "--warmup", "5000"));
                case "--pairs" -> rest.add("--rounds");
                case "--per-minute" -> perMinute = Integer.parseInt(args[++i]);
                default -> rest.add(args[i]);
            }
        }
        new Scrapes(new Options(rest.toArray(String[]::new)), perMinute).run();
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
            int warm = new Rounds(options, results, ports[0]).warmUp(List.of(weir));
            int rate = options.rate > 0 ? options.rate : Math.max(500, warm * 3 / 10 / 500 * 500);
            String bareUrl = "http://127.0.0.1:" + page + "/";
            warmReads(weir, bareUrl, rate);
            for (int pair = 1; pair <= options.rounds; pair++) {
                List<String> order = new ArrayList<>(List.of("with", "without", "bare"));
                Collections.shuffle(order, random);
                for (String half : order) {
                    String read = half.equals("bare") ? bareUrl : weir.metrics();
                    results.add("full", "scrape", pair, half, measure(weir, read, rate, !half.equals("without")));
                }
                Rounds.say(
                        "%d of %d at %d requests/s: p99 %s us with, %s us without, %s us beside reads of a bare server",
                        pair,
                        options.rounds,
                        rate,
                        value(pair, "with"),
                        value(pair, "without"),
                        value(pair, "bare"));
            }
            System.out.print(report(rate));
        } finally {
            weir.stop();
            bare.destroyForcibly();
            backend.destroyForcibly();
            Files.deleteIfExists(dir.resolve("weir-access.log"));
        }
    }

    /**
     * As many reads as there were connections, beside the load, because that is how they are compiled for later: what
     * still compiles in the rounds takes more of the machine than the reads do.
     */
    private void warmReads(Proxy weir, String bareUrl, int rate) throws Exception {
        Callable<Void> reads = () -> {
            try (Reader warmer = new Reader(weir.metrics());
                    Reader bare = new Reader(bareUrl)) {
                for (int i = 0; i < options.warmup; i++) {
                    warmer.next();
                    bare.next();
                }
            }
            return null;
        };
        FutureTask<Void> reading = new FutureTask<>(reads);
        Thread.ofPlatform().daemon().start(reading);
        while (!reading.isDone()) {
            Paced load = new Paced(weir.port(), 64);
            load.run(rate, 0, 1_000_000_000L);
            load.close();
        }
        reading.get();
    }

    private String value(int pair, String half) {
        return String.format(Locale.ROOT, "%.0f", results.value("full", "scrape", pair, half, "p99"));
    }

    private Map<String, Double> measure(Proxy weir, String read, int rate, boolean scraped) throws Exception {
        Pacer pacer = new Pacer(new Reader(read), scraped ? perMinute / 60.0 : 0);
        Paced load = new Paced(weir.port(), 64);
        Thread thread = Thread.ofPlatform().daemon().start(pacer);
        long[] before = weir.threadNanos();
        long cpu = weir.cpuNanos();
        Histogram latencies = load.run(rate, (long) (LEAD_IN * 1e9), (long) ((LEAD_IN + options.seconds) * 1e9));
        cpu = weir.cpuNanos() - cpu;
        long[] after = weir.threadNanos();
        pacer.stopped = true;
        thread.join();
        load.close();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("p50", latencies.micros(0.5));
        values.put("p99", latencies.micros(0.99));
        values.put("p999", latencies.micros(0.999));
        double span = (LEAD_IN + options.seconds) * 1e9;
        values.put("cores", cpu / span);
        values.put("loops", (after[0] - before[0]) / span);
        values.put("waited", (after[1] - before[1]) / span);
        values.put("others", (after[2] - before[2]) / span);
        values.put("reads", (double) pacer.done);
        values.put("read", pacer.done == 0 ? 0 : pacer.nanos / 1e3 / pacer.done);
        values.put("errors", (double) load.errors());
        try (Reader last = new Reader(weir.metrics())) {
            Matcher lag = LAG.matcher(last.next());
            double longest = 0;
            while (lag.find()) {
                longest = Math.max(longest, Double.parseDouble(lag.group(1)) * 1e6);
            }
            values.put("lag", longest);
        }
        return values;
    }

    private String report(int rate) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d rounds of 3 x %.0f s at %d requests/s, %d scrapes and reads a minute%s%n%n",
                options.rounds,
                options.seconds,
                rate,
                perMinute,
                options.seconds < LAG_WINDOW ? "; too short for the lag of one half alone" : ""));
        text.append("| smallest / **median** / largest | with | without | bare server read | with to without |"
                + " with to bare |\n|---|---|---|---|---|---|\n");
        row(text, "p50, µs", "p50");
        row(text, "p99, µs (at most 1.10)", "p99");
        row(text, "p99.9, µs", "p999");
        row(text, "cores used", "cores");
        row(text, "cores used by the event loops", "loops");
        row(text, "cores the event loops waited for", "waited");
        row(text, "cores used by other threads", "others");
        row(text, "longest lag of a loop, µs (below 5000)", "lag");
        row(text, "time of a scrape or read, µs", "read");
        row(text, "scrapes and reads", "reads");
        row(text, "errors", "errors");
        return text.toString();
    }

    private void row(StringBuilder text, String what, String value) {
        text.append("| ").append(what);
        for (Results.Spread spread : List.of(
                results.spread("full", "scrape", "with", value),
                results.spread("full", "scrape", "without", value),
                results.spread("full", "scrape", "bare", value),
                results.ratio("full", "scrape", "with", "without", value),
                results.ratio("full", "scrape", "with", "bare", value))) {
            String format = Double.isFinite(spread.max()) ? " | %.4g / **%.4g** / %.4g" : " | -";
            text.append(String.format(Locale.ROOT, format, spread.min(), spread.median(), spread.max()));
        }
        text.append(" |\n");
    }

    /** Reads at a steady pace until it is stopped. */
    private static final class Pacer implements Runnable {
        private final Reader reader;
        private final double perSecond;
        volatile boolean stopped;
        long done;
        long nanos;

        Pacer(Reader reader, double perSecond) {
            this.reader = reader;
            this.perSecond = perSecond;
        }

        @Override
        public void run() {
            long next = System.nanoTime();
            try (reader) {
                while (!stopped) {
                    long now = System.nanoTime();
                    if (perSecond == 0 || now < next) {
                        Thread.sleep(1);
                        continue;
                    }
                    next += (long) (1e9 / perSecond);
                    reader.next();
                    nanos += System.nanoTime() - now;
                    done++;
                }
            } catch (IOException e) {
                throw new IllegalStateException("a read failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
