import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line of {@code bench/compare}. */
final class Options {
    static final List<String> SCENARIOS =
            List.of("keepalive", "short", "short-client", "bulk", "latency", "idle", "start", "cold");

    static final String HELP = """
        bench/compare [options]: runs the same work through HAProxy, nginx and Weir and prints the ratios
          --rounds N          shuffled paired rounds (15)
          --seconds S         measured in each round for each proxy (1.5)
          --warmup N          connections through each before the first round (60000)
          --quick             3 rounds of 0.5 s after 5000 connections: shows that it runs, proves nothing
          --only A,B          of haproxy, haproxy-splice, haproxy-splice-always, nginx, weir, weir-nio,
                              nginx-half-close (nginx as it passes on one side's end as the others do),
                              haproxy-again (the noise of the machine), weir-member (one of three nodes with a
                              hundred backends that they check together) and extras
          --scenarios A,B     of keepalive, short, short-client, bulk, latency, idle, start, cold
          --modes A,B         of bare, full (log, checks and metrics on)
          --extra NAME=CMD    another proxy; in CMD {port} is where to listen on 127.0.0.1, {backends} are
                              HOST:PORT,..., {backend} the first, {backend-ports} PORT,..., {loops} the threads
          --loops N           threads or workers a proxy (the cores it may use)
          --cpus LIST         cores for the proxies, as taskset has them (all up to 3 cores, else the first half)
          --load-cpus LIST    cores for load and backend (all up to 3 cores, else the second half)
          --rate N            requests a second for `latency` (30 % of what HAProxy did in the warm-up)
          --idle N            idle connections (20000, or what the limit of descriptors allows)
          --out DIR           where results go (target/bench)
        """;

    int rounds = 15;
    double seconds = 1.5;
    int warmup = 60_000;
    int rate;
    int idle = 20_000;
    int loops;
    String cpus = "";
    String loadCpus = "";
    String out = "target/bench";
    List<String> only = new ArrayList<>(Proxies.NAMES.subList(0, 6));
    List<String> scenarios = SCENARIOS;
    List<String> modes = List.of("bare", "full");
    final Map<String, String> extra = new LinkedHashMap<>();
    final List<String> given;

    Options(String[] args) {
        given = List.of(args);
        boolean chosen = false;
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if (option.equals("--quick")) {
                rounds = 3;
                seconds = 0.5;
                warmup = 5_000;
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("what is " + option + "? See --help");
            }
            String value = args[++i];
            switch (option) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> seconds = Double.parseDouble(value);
                case "--warmup" -> warmup = Integer.parseInt(value);
                case "--rate" -> rate = Integer.parseInt(value);
                case "--idle" -> idle = Integer.parseInt(value);
                case "--loops" -> loops = Integer.parseInt(value);
                case "--cpus" -> cpus = value;
                case "--load-cpus" -> loadCpus = value;
                case "--out" -> out = value;
                case "--scenarios" -> scenarios = known(value, SCENARIOS);
                case "--modes" -> modes = known(value, List.of("bare", "full"));
                case "--extra" -> extra.put(value.split("=", 2)[0], value.split("=", 2)[1]);
                case "--only" -> {
                    only = new ArrayList<>(List.of(value.split(",")));
                    chosen = true;
                }
                default -> throw new IllegalArgumentException("what is " + option + "? See --help");
            }
        }
        List<String> all = new ArrayList<>(Proxies.NAMES);
        all.addAll(extra.keySet());
        known(String.join(",", only), all);
        if (!chosen) {
            only.addAll(extra.keySet());
        }
        int cores = Runtime.getRuntime().availableProcessors();
        boolean shared = cores <= 3;
        cpus = !cpus.isEmpty() ? cpus : "0-" + (shared ? cores - 1 : cores / 2 - 1);
        loadCpus = !loadCpus.isEmpty() ? loadCpus : (shared ? 0 : cores / 2) + "-" + (cores - 1);
        loops = loops > 0 ? loops : count(cpus);
    }

    /** How many descriptors a process may open at most here. */
    static int descriptors() {
        try {
            Matcher limit = Pattern.compile("(?m)^Max open files +\\S+ +(\\d+)")
                    .matcher(Files.readString(Path.of("/proc/self/limits")));
            return limit.find() ? Math.min(1_048_576, Integer.parseInt(limit.group(1))) : 1_048_576;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> known(String value, List<String> allowed) {
        for (String word : value.split(",")) {
            if (!allowed.contains(word)) {
                throw new IllegalArgumentException(word + " is none of " + allowed);
            }
        }
        return List.of(value.split(","));
    }

    /** How many cores a list such as {@code 0-2,5} names. */
    static int count(String list) {
        int count = 0;
        for (String part : list.split(",")) {
            String[] ends = part.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }
}
