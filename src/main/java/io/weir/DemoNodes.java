package io.weir;

import io.weir.demo.DemoGuide;
import io.weir.demo.DemoPlan;
import io.weir.demo.NodeProcess;
import io.weir.demo.OneRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Help.Ansi;

/** The nodes of a demo as processes: started together and ended together, whatever ends the first of them. */
final class DemoNodes {
    private static final List<String> COLOURS = List.of("cyan", "yellow", "magenta", "green", "blue", "red");
    private static final long GUIDE_WITHIN_SECONDS = 30;
    private static final long END_WITHIN_SECONDS = 20;

    private final DemoPlan plan;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Ansi ansi;
    private final List<NodeProcess> processes = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    DemoNodes(DemoPlan plan, PrintWriter out, PrintWriter err, Ansi ansi) {
        this.plan = plan;
        this.out = out;
        this.err = err;
        this.ansi = ansi;
    }

    /** Runs them until a signal comes or one of them ends, and gives what the process should exit with. */
    int run() throws IOException, InterruptedException {
        handleSignals();
        Optional<NodeProcess> unasked;
        try {
            for (DemoPlan.Node node : plan.nodes()) {
                processes.add(start(node));
            }
            Thread.ofVirtual().start(this::guide);
            unasked = awaitFirstEnd();
        } finally {
            over.countDown();
            processes.forEach(NodeProcess::letGo);
        }
        return awaitAll(unasked);
    }

    private void handleSignals() {
        AtomicInteger signals = new AtomicInteger();
        for (String name : List.of("TERM", "INT", "HUP")) {
            ProcessSignal.handle(name, number -> {
                if (signals.incrementAndGet() > 1) {
                    processes.forEach(NodeProcess::kill);
                    Scratch.remove(plan.home());
                    Runtime.getRuntime().halt(128 + number);
                }
                asked.complete(null);
            });
        }
    }

    private NodeProcess start(DemoPlan.Node node) throws IOException {
        Files.createDirectory(node.home());
        Files.writeString(node.file(), plan.configuration(node));
        List<String> command = OwnCommand.with("demo", "--node", node.file().toString());
        return NodeProcess.start(node.name(), label(node), command, node.home(), out, err);
    }

    private String label(DemoPlan.Node node) {
        String colour = COLOURS.get(plan.nodes().indexOf(node) % COLOURS.size());
        return ansi.string("@|" + colour + " " + node.name() + "|@") + " | ";
    }

    /** Once all are ready, or a little late where one is not: its own lines say why. */
    private void guide() {
        long began = System.nanoTime();
        try {
            while (!ready() && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(GUIDE_WITHIN_SECONDS)) {
                if (over.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            out.print(DemoGuide.of(plan));
            out.flush();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ready() {
        return plan.nodes().stream().allMatch(node -> OneRequest.isGood(node.adminPort(), "/ready"));
    }

    /** Gives the node that ended unasked, or nothing where a signal came first. */
    private Optional<NodeProcess> awaitFirstEnd() throws InterruptedException {
        CompletableFuture<Optional<NodeProcess>> first = new CompletableFuture<>();
        var _ = asked.thenAccept(signal -> first.complete(Optional.empty()));
        for (NodeProcess process : processes) {
            var _ = process.ended().thenAccept(code -> first.complete(Optional.of(process)));
        }
        try {
            return first.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Gives the exit code of the one that ended unasked, or else of the first that did not end well. */
    private int awaitAll(Optional<NodeProcess> unasked) throws InterruptedException {
        if (unasked.isPresent()) {
            NodeProcess culprit = unasked.get();
            culprit.showLastWords();
            err.println("weir: " + culprit.name() + " ended with exit code " + end(culprit) + "; so do the others");
            err.flush();
        }
        int worst = unasked.isPresent() ? end(unasked.get()) : ExitCode.DONE;
        for (NodeProcess process : processes) {
            int code = end(process);
            process.showLastWords();
            worst = worst == ExitCode.DONE ? code : worst;
        }
        return worst;
    }

    private static int end(NodeProcess process) throws InterruptedException {
        CompletableFuture<Integer> ended = process.ended();
        try {
            return ended.get(END_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            process.kill();
            return ended.join();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
