package io.weir;

import io.weir.config.Outcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that runs until a signal ends it. */
final class Foreground {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
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
        CompletableFuture<Node> running = new CompletableFuture<>();
        heedSignals(running, company);
        Node node;
        try {
            node = Node.start(file, start);
        } catch (Refusal refusal) {
            err.println("weir: " + refusal.getMessage());
            err.flush();
            return refusal.exitCode();
        }
        running.complete(node);
        company.started(node);
        return node.awaitStop();
    }

    /** What comes before the node runs waits for it; Java's own answer, also to a hang-up, is to end with 128 and more. */
    private static void heedSignals(CompletableFuture<Node> running, Company company) {
        AtomicInteger signals = new AtomicInteger();
        for (String name : company.endingSignals()) {
            ProcessSignal.handle(name, number -> {
                if (signals.incrementAndGet() > 1) {
                    if (running.isDone()) {
                        running.join().cut();
                    }
                    company.endingAtOnce();
                    Runtime.getRuntime().halt(128 + number);
                }
                var _ = running.thenAccept(node -> node.stop("SIG" + name));
            });
        }
        ProcessSignal.handle("HUP", number -> {
            var _ = running.thenAccept(Node::hangUp);
        });
        // Others stop in order at it, or open their logs anew; to end at once would be neither
        ProcessSignal.handle(
                "USR1",
                number -> LOG.warn("SIGUSR1 has no meaning here: TERM stops in order, HUP opens the access log anew"));
    }
}
