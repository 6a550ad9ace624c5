package io.weir;

import io.weir.config.Outcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that runs until a signal ends it. */
final class Foreground {
    private static final List<String> ENDING = List.of("TERM", "INT");

    private Foreground() {}

    /** What goes on beside a node. */
    interface Company {
        /** The node runs. */
        default void started(Node node) {}

        /** A second signal has come, and the process ends as soon as this returns. */
        default void endingAtOnce() {}

        /** The signals that stop the node, without their SIG. */
        default List<String> endingSignals() {
            return ENDING;
        }
    }

    /** Runs a node and gives what the process should exit with. */
    static int run(ConfigurationFile file, Outcome.Good start, PrintWriter err) throws InterruptedException {
        return run(file, start, err, new Company() {});
    }

    static int run(ConfigurationFile file, Outcome.Good start, PrintWriter err, Company company)
            throws InterruptedException {
        Node node;
        try {
            node = Node.start(file, start);
        } catch (Refusal refusal) {
            err.println("weir: " + refusal.getMessage());
            err.flush();
            return refusal.exitCode();
        }
        AtomicInteger signals = new AtomicInteger();
        for (String name : company.endingSignals()) {
            ProcessSignal.handle(name, number -> {
                if (signals.incrementAndGet() > 1) {
                    company.endingAtOnce();
                    Runtime.getRuntime().halt(128 + number);
                }
                node.stop("SIG" + name);
            });
        }
        ProcessSignal.handle("HUP", number -> node.hangUp());
        company.started(node);
        return node.awaitStop();
    }
}
