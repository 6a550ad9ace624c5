package io.weir.kit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real program that goes through Weir. A missing one fails the test that needs it and says what to install: a test
 * that is skipped proves nothing.
 *
 * @param name on the path, or its whole path
 * @param debianPackage that has it
 */
public record Program(String name, String debianPackage) {
    public static final Program CURL = new Program("curl", "curl");
    public static final Program IPERF3 = new Program("iperf3", "iperf3");
    public static final Program REDIS_SERVER = new Program("redis-server", "redis-server");
    public static final Program REDIS_BENCHMARK = new Program("redis-benchmark", "redis-tools");
    public static final Program WRK = new Program("wrk", "wrk");
    public static final Program OPENSSL = new Program("openssl", "openssl");
    public static final Program PRLIMIT = new Program("prlimit", "util-linux");
    public static final Program TMUX = new Program("tmux", "tmux");
    public static final Program BASH = new Program("bash", "bash");
    public static final Program ZSH = new Program("zsh", "zsh");
    public static final Program PROMETHEUS = new Program("prometheus", "prometheus");
    public static final Program PROMTOOL = new Program("promtool", "prometheus");
    public static final Program CHROMIUM = new Program("chromium", "chromium");
    public static final Program CHROMEDRIVER = new Program("chromedriver", "chromium-driver");
    /** The system's own, which sees the system's packages. */
    public static final Program PYTHON = new Program("/usr/bin/python3", "python3-prometheus-client");

    /**
     * What a run gave.
     *
     * @param exit its exit code
     * @param output standard output and error together
     */
    public record Result(int exit, String output) {
        /** @return the output of a run that went well */
        public String good() {
            if (exit != 0) {
                throw new AssertionError("exit code " + exit + ":\n" + output);
            }
            return output;
        }
    }

    /**
     * Runs it to its end.
     *
     * @param limit it is killed after that and the test fails
     * @param arguments its arguments
     * @return what it gave
     */
    public Result run(Duration limit, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("weir-" + Path.of(name).getFileName(), ".out");
        try {
            Process process = start(output, arguments);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(name + " did not end in " + limit + ":\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(output);
        }
    }

    /**
     * Starts it.
     *
     * @param output both its outputs go there
     * @param arguments its arguments
     * @return the running process; the test ends it
     */
    public Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(path());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .start();
    }

    /**
     * Finds it.
     *
     * @return its path
     * @throws AssertionError when it is not installed
     */
    public String path() {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            Path candidate = Path.of(folder).resolve(name);
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        throw new AssertionError(name + " is needed for this test and not installed: apt-get install " + debianPackage);
    }
}
