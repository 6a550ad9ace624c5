package io.weir;

import io.weir.model.Settings;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that runs until a signal ends it. */
final class Foreground {
    private Foreground() {}

    /** Runs a node and gives what the process should exit with. */
    static int run(Settings settings, PrintWriter err) throws InterruptedException {
        return run(settings, err, node -> {});
    }

    /** What is done once the node runs. */
    interface Started {
        void with(Node node);
    }

    static int run(Settings settings, PrintWriter err, Started started) throws InterruptedException {
        Node node;
        try {
            node = Node.start(settings);
        } catch (Refusal refusal) {
            err.println("weir: " + refusal.getMessage());
            err.flush();
            return refusal.exitCode();
        }
        AtomicInteger signals = new AtomicInteger();
        for (String name : new String[] {"TERM", "INT"}) {
            ProcessSignal.handle(name, number -> {
                if (signals.incrementAndGet() > 1) {
                    Runtime.getRuntime().halt(128 + number);
                }
                node.stop();
            });
        }
        ProcessSignal.handle("HUP", number -> node.reopenLogs());
        started.with(node);
        return node.awaitStop();
    }
}
