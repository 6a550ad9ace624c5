import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where one proxy's CPU time goes in one scenario, by {@code perf}: by thread, by system call, by Java method, and by
 * kernel function, each in microseconds an operation. {@code bench/profile} prepares and starts it.
 */
final class Profile {
    private static final int HERTZ = 1999;
    private static final Pattern FRAME = Pattern.compile("^\\s+[0-9a-f]+ (.*) \\((.*)\\)$");
    private static final Pattern SYSCALL = Pattern.compile("^__(?:x64|arm64|se)_sys_(.*)$");

    private static final List<String> CALLS = List.of(
            ("accept accept4 bind close connect epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2 fcntl futex"
                + " getpeername getsockname getsockopt ioctl madvise mmap munmap pipe2 poll read readv recvfrom"
                + " recvmsg sched_yield sendmsg sendto setsockopt shutdown socket splice write writev")
                    .split(" "));

    private final Map<String, Integer> threads = new TreeMap<>();
    private final Map<String, Integer> places = new TreeMap<>();
    private final Map<String, Integer> methods = new TreeMap<>();
    private final Map<String, Integer> callers = new TreeMap<>();
    private final Map<String, Integer> kernel = new TreeMap<>();
    private int samples;

    public static void main(String[] args) throws Exception {
        if (args.length < 2 || List.of(args).contains("--help")) {
            System.out.println("bench/profile PROXY SCENARIO [options of bench/compare]: for example weir keepalive");
            return;
        }
        List<String> options = new ArrayList<>(List.of(args).subList(2, args.length));
        options.addAll(List.of("--only", args[0], "--scenarios", args[1]));
        new Profile().run(new Options(options.toArray(String[]::new)), args[0], args[1]);
    }

    private void run(Options options, String name, String scenario) throws Exception {
        Path home =
                Path.of(System.getProperty("bench.home", ".")).toAbsolutePath().normalize();
        Path dir = home.resolve(options.out).resolve("run");
        Files.createDirectories(dir);
        int[] ports = Proxies.freePorts(4);
        Process backend = Backend.start(options, ports);
        boolean full = options.modes.equals(List.of("full"));
        Proxy proxy = new Proxies(home, dir, options.loops, options.cpus, ports, full, options.extra).create(name);
        try {
            proxy.start();
            Load.Kind kind = Rounds.kind(scenario);
            new Rounds(options, new Results(dir.resolve("profile.jsonl")), ports[0]).warmUp(List.of(proxy));
            Load load = new Load(kind, proxy.port(), Rounds.connections(kind)).start();
            Thread.sleep(1000);
            Path data = dir.resolve("perf.data");
            long seconds = Math.round(Math.max(3, options.seconds));
            long done = Rounds.amount(List.of(load), kind);
            long cpu = proxy.cpuNanos();
            String pid = Long.toString(proxy.pid());
            String all = String.join(",", proxy.pids());
            await(
                    "perf",
                    "record",
                    "-q",
                    "-e",
                    "cpu-clock",
                    "-F",
                    "" + HERTZ,
                    "-g",
                    "-p",
                    all,
                    "-o",
                    "" + data,
                    "--",
                    "sleep",
                    "" + seconds);
            cpu = proxy.cpuNanos() - cpu;
            double operations = Rounds.amount(List.of(load), kind) - done;
            double unit = kind == Load.Kind.BULK ? operations / 1e6 : operations;
            if (proxy.isJava()) {
                await(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, "Compiler.perfmap");
            }
            counts(all, load, kind);
            load.stop();
            read(data);
            System.out.printf(
                    Locale.ROOT,
                    "%n## %s, %s: %.2f us of CPU an operation%s, %d samples%n",
                    name,
                    scenario,
                    cpu / 1e3 / unit,
                    kind == Load.Kind.BULK ? " (1 MB)" : "",
                    samples);
            double micros = cpu / 1e3 / unit / samples;
            print("thread", threads, micros, 12);
            print("where: system call, or who runs outside the kernel", places, micros, 20);
            print("Java method itself, without system calls", methods, micros, 40);
            print("system call, called from", callers, micros, 20);
            print("kernel function itself", kernel, micros, 25);
        } finally {
            proxy.stop();
            backend.destroyForcibly();
        }
    }

    /** System calls an operation, which no sampling can tell. */
    private static void counts(String pids, Load load, Load.Kind kind) throws IOException, InterruptedException {
        long done = Rounds.amount(List.of(load), kind);
        long start = System.nanoTime();
        String events = CALLS.stream()
                .filter(call -> Files.exists(Path.of("/sys/kernel/tracing/events/syscalls/sys_enter_" + call)))
                .map(call -> "syscalls:sys_enter_" + call)
                .collect(Collectors.joining(","));
        Process stat = new ProcessBuilder("perf", "stat", "-x,", "-e", events, "-p", pids, "--", "sleep", "2")
                .redirectErrorStream(true)
                .start();
        Map<String, Integer> calls = new TreeMap<>();
        Pattern row = Pattern.compile("^(\\d+),,syscalls:sys_enter_(\\w+),.*");
        try (BufferedReader reader = stat.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher m = row.matcher(line);
                if (m.matches()) {
                    calls.merge(m.group(2), Integer.parseInt(m.group(1)), Integer::sum);
                }
            }
        }
        // The counters run for 2 s of what it took to attach them, count and end.
        double unit = kind == Load.Kind.BULK ? 1e6 : 1;
        double operations = (Rounds.amount(List.of(load), kind) - done) / unit * 2 / Rounds.seconds(start);
        System.out.printf(Locale.ROOT, "%n### System calls an operation%n");
        calls.values().removeIf(count -> count == 0);
        calls.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(15)
                .forEach(e -> System.out.printf(Locale.ROOT, "%8.3f  %s%n", e.getValue() / operations, e.getKey()));
    }

    private void read(Path data) throws IOException {
        Process script = new ProcessBuilder("perf", "script", "-i", "" + data, "-F", "comm,tid,ip,sym,dso")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String[]> stack = new ArrayList<>();
        String thread = "";
        try (BufferedReader reader = script.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher m = FRAME.matcher(line);
                if (m.matches()) {
                    stack.add(new String[] {m.group(1), m.group(2)});
                } else if (line.isBlank()) {
                    sample(thread, stack);
                    stack.clear();
                } else {
                    thread = line.strip();
                }
            }
        }
        sample(thread, stack);
    }

    private void sample(String thread, List<String[]> stack) {
        if (stack.isEmpty()) {
            return;
        }
        samples++;
        threads.merge(thread, 1, Integer::sum);
        String call = "";
        String method = "";
        for (String[] frame : stack) {
            Matcher m = SYSCALL.matcher(frame[0]);
            if (call.isEmpty() && m.matches()) {
                call = m.group(1);
            }
            if (method.isEmpty() && frame[1].contains("/perf-")) {
                method = frame[0];
            }
        }
        String[] leaf = stack.getFirst();
        boolean inKernel = leaf[1].contains("kernel") || leaf[1].endsWith(".ko") || leaf[1].equals("[vdso]");
        if (inKernel) {
            kernel.merge(leaf[0], 1, Integer::sum);
            places.merge(call.isEmpty() ? "kernel: interrupts and faults" : "sys " + call, 1, Integer::sum);
            callers.merge((call.isEmpty() ? "-" : call) + "  <-  " + method, 1, Integer::sum);
        } else if (leaf[1].contains("/perf-")) {
            places.merge("compiled Java", 1, Integer::sum);
            methods.merge(leaf[0], 1, Integer::sum);
        } else {
            String library = leaf[1].substring(leaf[1].lastIndexOf('/') + 1);
            places.merge("library " + library, 1, Integer::sum);
            methods.merge(library + ": " + leaf[0] + (method.isEmpty() ? "" : "  <-  " + method), 1, Integer::sum);
        }
    }

    private static void print(String title, Map<String, Integer> counts, double micros, int most) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(Locale.ROOT, "%n### %s: %.2f us%n", title, total * micros);
        Map<String, Integer> top = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .forEach(e -> top.put(e.getKey(), e.getValue()));
        top.forEach((what, count) -> System.out.printf(Locale.ROOT, "%8.3f  %s%n", count * micros, what));
    }

    private static void await(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .inheritIO()
                .start()
                .waitFor();
    }
}
