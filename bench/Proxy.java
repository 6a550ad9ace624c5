import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A proxy under test: how it is started, and what its processes use. */
final class Proxy {
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RSS = Pattern.compile("(?m)^Rss:\\s+(\\d+) kB");

    private final String name;
    private final List<String> command;
    private final int port;
    private final String metrics;
    private final Path log;
    private final List<Proxy> peers;
    private final Sys sys = new Sys();
    private Process process;
    private List<ProcessHandle> processes = List.of();

    /**
     * @param port where it listens on 127.0.0.1
     * @param metrics the URL of its metrics, empty for none
     * @param log where its output goes
     * @param peers other nodes of its cluster, which are started first and not measured
     */
    Proxy(String name, List<String> command, int port, String metrics, Path log, List<Proxy> peers) {
        this.name = name;
        this.command = command;
        this.port = port;
        this.metrics = metrics;
        this.log = log;
        this.peers = peers;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    String metrics() {
        return metrics;
    }

    /** Starts it and returns the nanoseconds until its port took a connection, then until a request was answered. */
    long[] start() {
        try {
            peers.forEach(Proxy::start);
            long begin = System.nanoTime();
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            long limit = begin + TimeUnit.SECONDS.toNanos(60);
            while (!accepts()) {
                if (!process.isAlive() || System.nanoTime() > limit) {
                    throw new IllegalStateException(name + " does not listen; it said:\n" + Files.readString(log));
                }
                Thread.sleep(1);
            }
            long listening = System.nanoTime() - begin;
            while (!answers()) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException(name + " does not answer; it said:\n" + Files.readString(log));
                }
                Thread.sleep(1);
            }
            long answering = System.nanoTime() - begin;
            while (!peers.isEmpty() && members() <= peers.size()) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException(name + " found no cluster; it said:\n" + Files.readString(log));
                }
                Thread.sleep(100);
            }
            processes = family();
            return new long[] {listening, answering};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the threads that it has, and those that they start, a real-time priority, so that no other's comes before them. */
    void first() {
        for (ProcessHandle one : processes) {
            try {
                Process chrt = new ProcessBuilder("chrt", "--all-tasks", "--rr", "--pid", "1", "" + one.pid())
                        .inheritIO()
                        .start();
                if (chrt.waitFor() != 0) {
                    throw new IllegalStateException("no right to real-time priority for " + name);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean accepts() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** How many nodes are up in its cluster, as it says. */
    private int members() throws IOException {
        URI cluster = URI.create(metrics).resolve("/api/v1/cluster");
        try (InputStream in = cluster.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .split("\"status\" *: *\"up\"", -1)
                            .length
                    - 1;
        } catch (ConnectException notYet) {
            return 0;
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(2000);
            byte[] request = new byte[Wire.REQUEST];
            request[0] = 'S';
            socket.getOutputStream().write(request);
            return socket.getInputStream().readAllBytes().length == Wire.RESPONSE;
        } catch (IOException e) {
            return false;
        }
    }

    void stop() {
        peers.forEach(Proxy::stop);
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = family();
        process.destroy();
        try {
            process.waitFor(500, TimeUnit.MILLISECONDS);
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    private List<ProcessHandle> family() {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process.toHandle());
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(all::add);
        }
        return all;
    }

    long pid() {
        return process.pid();
    }

    List<String> pids() {
        return processes.stream().map(p -> Long.toString(p.pid())).toList();
    }

    /** CPU time of all its processes so far. */
    long cpuNanos() {
        return processes.stream().mapToLong(p -> sys.cpuNanos(p.pid())).sum();
    }

    /** Nanoseconds that its event loops ran, that they waited for a core, and that its other threads ran. */
    long[] threadNanos() {
        long[] nanos = new long[3];
        for (ProcessHandle process : processes) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path task : tasks.toList()) {
                    boolean loop = Files.readString(task.resolve("comm")).startsWith("weir-loop");
                    String[] times = Files.readString(task.resolve("schedstat")).split(" ");
                    nanos[loop ? 0 : 2] += Long.parseLong(times[0]);
                    nanos[1] += loop ? Long.parseLong(times[1]) : 0;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a thread of " + name + " ended while it was looked at", e);
            }
        }
        return nanos;
    }

    /** Resident memory of all its processes, after a full collection if it is a JVM. */
    long residentBytes() {
        collect();
        long bytes = 0;
        for (ProcessHandle p : processes) {
            try {
                Matcher m = RSS.matcher(Files.readString(Path.of("/proc/" + p.pid() + "/smaps_rollup")));
                bytes += m.find() ? Long.parseLong(m.group(1)) * 1024 : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(name + " ended?", e);
            }
        }
        return bytes;
    }

    /** Live bytes on the Java heap after {@link #residentBytes}, or 0 where there is no JVM. */
    long heapBytes() {
        return collect();
    }

    private long collect() {
        if (!isJava()) {
            return 0;
        }
        jcmd("GC.run");
        Matcher m = HEAP_USED.matcher(jcmd("GC.heap_info"));
        return m.find() ? Long.parseLong(m.group(1)) * 1024 : 0;
    }

    boolean isJava() {
        return process.info().command().orElse("").endsWith("/java");
    }

    private String jcmd(String what) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            what)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
