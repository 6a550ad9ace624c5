package io.weir;

import io.weir.config.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * One node of a demo of several, in a process of its own: it stops when its standard input ends, which is when the demo lets
 * it go or is gone, and leaves no files behind.
 */
final class DemoNode implements Foreground.Company {
    private final InputStream leash;

    private DemoNode(InputStream leash) {
        this.leash = leash;
    }

    /**
     * Runs it to its end and gives what the process should exit with.
     *
     * @param file in a scratch folder of its own, which is removed at the end
     * @throws IllegalArgumentException where the file is anywhere else
     */
    static int run(Path file, PrintWriter err) throws InterruptedException {
        Path home = Scratch.folderOf(file);
        // A Ctrl-C reaches every process of the terminal; the demo's own decides what comes of it.
        ProcessSignal.handle("INT", number -> {});
        ConfigurationFile own = new ConfigurationFile(file);
        Outcome outcome = own.read();
        if (!(outcome instanceof Outcome.Good good)) {
            throw new IllegalStateException("the demo's own configuration is not good: " + outcome);
        }
        try {
            return Foreground.run(own, good, err, new DemoNode(System.in));
        } finally {
            Scratch.remove(home);
            Scratch.removeIfEmpty(home.resolve("..").normalize());
        }
    }

    @Override
    public List<String> endingSignals() {
        return List.of("TERM");
    }

    @Override
    public void started(Node node) {
        Thread.ofPlatform().daemon().name("weir-leash").start(() -> {
            try {
                leash.transferTo(OutputStream.nullOutputStream());
            } catch (IOException broken) {
                // As good as its end
            }
            node.stop("the demo");
        });
    }
}
