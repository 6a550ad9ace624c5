package io.weir.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A node of the demo as a process of its own. Its standard input is its leash: where that ends, because it was let go or
 * because the demo's process is gone however it went, the node stops. What it writes comes out line by line behind its name.
 * Any thread.
 */
public final class NodeProcess {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final String name;
    private final Process process;
    private final List<Thread> pumps;

    private NodeProcess(String name, Process process, List<Thread> pumps) {
        this.name = name;
        this.process = process;
        this.pumps = pumps;
    }

    /**
     * Starts one.
     *
     * @param name stands before what it writes
     * @param label the same as it is shown, perhaps in colour
     * @param command with its arguments
     * @param folder its working directory
     * @param out where its standard output goes
     * @param err where its standard error goes
     * @throws IOException where the system starts no process
     */
    public static NodeProcess start(
            String name, String label, List<String> command, Path folder, PrintWriter out, PrintWriter err)
            throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        return new NodeProcess(
                name,
                process,
                List.of(pump(label, process.getInputStream(), out), pump(label, process.getErrorStream(), err)));
    }

    private static Thread pump(String label, InputStream from, PrintWriter to) {
        return Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    to.println(label + line);
                    to.flush();
                }
            } catch (IOException gone) {
                // The process ended in the middle of a line: there is nothing more to show.
            }
        });
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Completes with its exit code when it has ended, on a thread that must not be blocked. */
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Lets it stop in order; at once where it has ended. */
    public void letGo() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // Nobody reads it any more: it is ending already.
        }
    }

    /** Ends it at once. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits, a second at most, until all it wrote before its end is shown. */
    public void showLastWords() throws InterruptedException {
        for (Thread pump : pumps) {
            pump.join(LAST_WORDS);
        }
    }
}
