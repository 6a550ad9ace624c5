import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the whole comparison; {@code bench/compare} prepares and starts it. {@link Options#HELP} says what it takes. */
final class Compare {
    private final Path home =
            Path.of(System.getProperty("bench.home", ".")).toAbsolutePath().normalize();
    private final Options options;
    private final String stamp =
            LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    private final Results results;
    private final List<String> problems = new ArrayList<>();
    private final Path out;
    private int rate;

    private Compare(Options options) throws IOException {
        this.options = options;
        out = Files.createDirectories(home.resolve(options.out).normalize());
        results = new Results(out.resolve("samples-" + stamp + ".jsonl"));
        options.idle = Math.min(options.idle, (Options.descriptors() - 512) / 2 - 100);
        rate = options.rate;
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        Options options;
        try {
            options = new Options(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        new Compare(options).run();
    }

    private void run() throws Exception {
        long start = System.nanoTime();
        run(
                "taskset",
                "-a",
                "-p",
                "-c",
                options.loadCpus,
                "" + ProcessHandle.current().pid());
        int[] ports = Proxies.freePorts(4);
        Process backend = Backend.start(options, ports);
        try {
            for (String mode : options.modes) {
                mode(mode, ports);
            }
        } finally {
            backend.destroyForcibly();
            Map<String, String> about = about();
            about.put("took", "%.0f s".formatted(Rounds.seconds(start)));
            results.write(out.resolve("results-" + stamp + ".json"), about);
            String report = new Report(results).markdown(about, options.modes, problems);
            Files.writeString(out.resolve("results-" + stamp + ".md"), report);
            System.out.println(report);
            Rounds.say("written to %s/results-%s.{md,json}", home.relativize(out), stamp);
        }
    }

    private void mode(String mode, int[] ports) throws Exception {
        Path dir = Files.createDirectories(out.resolve("run"));
        Proxies proxies =
                new Proxies(home, dir, options.loops, options.cpus, ports, mode.equals("full"), options.extra);
        List<Proxy> running = new ArrayList<>();
        try {
            List<String> rounds = options.scenarios.stream()
                    .filter(s -> Options.SCENARIOS.indexOf(s) < 5)
                    .toList();
            if (!rounds.isEmpty()) {
                for (String name : options.only) {
                    Proxy proxy = proxies.create(name);
                    running.add(proxy);
                    proxy.start();
                }
                rounds(mode, rounds, running, ports[0]);
            }
        } finally {
            running.forEach(Proxy::stop);
        }
        for (String scenario : options.scenarios) {
            if (Options.SCENARIOS.indexOf(scenario) >= 5) {
                new Once(options, results, proxies, problems).run(mode, scenario);
            }
        }
        try (var files = Files.newDirectoryStream(dir, "*-access.log")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private void rounds(String mode, List<String> scenarios, List<Proxy> running, int backendPort) throws Exception {
        Rounds rounds = new Rounds(options, results, backendPort);
        int reference = rounds.warmUp(running);
        rate = rate > 0 ? rate : Math.max(500, reference * 3 / 10 / 500 * 500);
        for (String scenario : scenarios) {
            if (scenario.equals("latency")) {
                rounds.paced(mode, running, rate);
            } else {
                rounds.closedLoop(mode, scenario, running);
            }
        }
        for (Proxy proxy : running) {
            if (!proxy.alive()) {
                problems.add(proxy.name() + " ended during the rounds, " + mode);
            }
        }
    }

    private Map<String, String> about() throws IOException {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("date", LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES) + " UTC");
        about.put(
                "machine",
                "%d cores, %s, %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                first("(?m)^model name\\s*: (.*)$", Files.readString(Path.of("/proc/cpuinfo"))),
                                first("(?m)^MemTotal:\\s+(.*)$", Files.readString(Path.of("/proc/meminfo")))));
        about.put(
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + run("cat", "/proc/sys/net/ipv4/tcp_congestion_control"));
        about.put("cores of the proxies", options.cpus + " (" + options.loops + " threads or workers each)");
        about.put("cores of load and backend", options.loadCpus);
        about.put("HAProxy", first("version (\\S+)", run("haproxy", "-v")));
        about.put("nginx", first("nginx/(\\S+)", run("nginx", "-v")));
        about.put("Weir", run("git", "-C", home.toString(), "describe", "--always", "--dirty"));
        about.put("Java", Runtime.version().toString());
        about.put(
                "rounds",
                "%d of %.1f s after %d connections".formatted(options.rounds, options.seconds, options.warmup));
        about.put("load", "%.2f %.2f %.2f".formatted((Object[]) load()));
        about.put("command", "bench/compare " + String.join(" ", options.given));
        return about;
    }

    private static Double[] load() throws IOException {
        return Arrays.stream(Files.readString(Path.of("/proc/loadavg")).split(" "))
                .limit(3)
                .map(Double::valueOf)
                .toArray(Double[]::new);
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "?";
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
