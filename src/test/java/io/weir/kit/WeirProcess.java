package io.weir.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Weir process as a user starts it: {@code ./weir run -c FILE}, or another launcher named by the system property
 * {@code weir.launcher}. What it writes is kept under {@code target/it-logs}. Any thread.
 */
public final class WeirProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("\\blistening listener=(\\S+) address=(\\S+):(\\d+)");
    private static final Pattern ADMIN = Pattern.compile("\\badmin address=(\\S+):(\\d+)");
    private static final Pattern READY = Pattern.compile("\\bready\\b");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Process process;
    private final Tail err;
    private final Tail out;
    private final Path folder;
    private final AdminPort admin = new AdminPort(this::adminAddress);

    private WeirProcess(Process process, Path folder, Path out, Path err) {
        this.process = process;
        this.folder = folder;
        this.out = new Tail(out);
        this.err = new Tail(err);
    }

    /**
     * Starts a node and waits until it says that it is ready.
     *
     * @param file what it is to do
     * @return the running process
     * @throws AssertionError with all it wrote when it does not become ready
     */
    public static WeirProcess start(WeirFile file) {
        return launch(file).awaitReady();
    }

    /**
     * Starts a node and does not wait for anything.
     *
     * @param file what it is to do
     * @return the process
     */
    public static WeirProcess launch(WeirFile file) {
        return launch(file, List.of(), Map.of());
    }

    /**
     * Starts a node behind another program, for example a shell that sets a limit and then becomes Weir.
     *
     * @param file what it is to do
     * @param before words before the command
     * @param environment added to the process's own
     * @return the process
     */
    public static WeirProcess launch(WeirFile file, List<String> before, Map<String, String> environment) {
        return command(
                file.folder(),
                before,
                environment,
                List.of("run", "-c", file.write().toString()));
    }

    /**
     * Starts any command of Weir's.
     *
     * @param folder the working directory
     * @param before words before the command
     * @param environment added to the process's own
     * @param words the command and its arguments
     * @return the process
     */
    public static WeirProcess command(
            Path folder, List<String> before, Map<String, String> environment, List<String> words) {
        try {
            Path logs = Files.createDirectories(Path.of("target", "it-logs").toAbsolutePath());
            String name = caller() + "-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
            Path out = logs.resolve(name + ".out");
            Path err = logs.resolve(name + ".err");
            // A shell that runs the tests in the background has interrupts ignored, and so would this process
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP,TERM"));
            command.addAll(before);
            command.add(Path.of(System.getProperty("weir.launcher", "weir"))
                    .toAbsolutePath()
                    .toString());
            command.addAll(words);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("WEIR_NO_BUILD", "1");
            builder.environment().put("NO_COLOR", "1");
            // Most live for seconds, in which compiling takes a third of the processor and seldom pays
            builder.environment()
                    .merge(
                            "WEIR_JAVA_OPTS",
                            "-Xmx192m -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -XX:+UseSerialGC",
                            (users, ours) -> ours + " " + users);
            builder.environment().putAll(environment);
            return new WeirProcess(builder.start(), folder, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return this, once it is ready */
    public WeirProcess awaitReady() {
        try {
            Patience.until("Weir to be ready", 60).until(() -> !process.isAlive() || said(READY));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            kill();
            throw new AssertionError("Weir was not ready in time; it wrote:\n" + err.text(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("Weir ended with exit code " + process.exitValue() + ":\n" + err.text());
        }
        return this;
    }

    /**
     * Where a listener with one bind listens.
     *
     * @param name the listener's
     * @return the address to dial
     */
    public InetSocketAddress listener(String name) {
        return listeners(name).getFirst();
    }

    /**
     * Where a listener listens, in the order it said so.
     *
     * @param name the listener's
     * @return the addresses
     */
    public List<InetSocketAddress> listeners(String name) {
        List<InetSocketAddress> found = new ArrayList<>();
        for (String line : err.lines()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find() && matcher.group(1).equals(name)) {
                found.add(address(matcher.group(2), matcher.group(3)));
            }
        }
        if (found.isEmpty()) {
            throw new AssertionError("no listener " + name + " listens:\n" + err.text());
        }
        return found;
    }

    /** @return where the admin port is */
    public InetSocketAddress adminAddress() {
        for (String line : err.lines()) {
            Matcher matcher = ADMIN.matcher(line);
            if (matcher.find()) {
                return address(matcher.group(1), matcher.group(2));
            }
        }
        throw new AssertionError("no admin port:\n" + err.text());
    }

    /** @return its admin port */
    public AdminPort admin() {
        return admin;
    }

    /** @return what it counts now */
    public MetricsScrape metrics() {
        return admin.metrics();
    }

    /** @return its access log, as long as that goes to standard output */
    public AccessLog accessLog() {
        return new AccessLog(out);
    }

    /** @return its standard error */
    public Tail err() {
        return err;
    }

    /** @return its standard output */
    public Tail out() {
        return out;
    }

    /** @return its working directory */
    public Path folder() {
        return folder;
    }

    /** @return its process id */
    public long pid() {
        return process.pid();
    }

    /** @return true until it has ended */
    public boolean alive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    public void term() {
        signal("TERM");
    }

    /** @param name of the signal, without SIG */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /**
     * Waits for its end.
     *
     * @return the exit code
     * @throws AssertionError when it does not end in 30 stretched seconds
     */
    public int exitCode() {
        try {
            if (!process.waitFor(Patience.seconds(90).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Weir does not end; it wrote:\n" + err.text());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    /** Ends it however it can, at once. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private boolean said(Pattern pattern) {
        return err.lines().stream().anyMatch(line -> pattern.matcher(line).find());
    }

    private static InetSocketAddress address(String host, String port) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String dialled = bare.equals("0.0.0.0") || bare.equals("*") ? "127.0.0.1" : bare.equals("::") ? "::1" : bare;
        return Loopback.at(dialled, Integer.parseInt(port));
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> !name.startsWith("io.weir.kit."))
                        .findFirst()
                        .orElse("kit"))
                .replaceFirst(".*\\.", "");
    }
}
