package io.weir;

import io.weir.demo.DemoGuide;
import io.weir.demo.DemoPlan;
import io.weir.demo.NodeProcess;
import io.weir.demo.OneRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Help.Ansi;

/**
 * The nodes of a demo as processes: started together and ended together. One that ends before all of them were ready ends
 * the demo, for it never was one of so many; later the others go on without it, as nodes of a cluster do.
 */
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
    private final Set<NodeProcess> gone = new HashSet<>();
    private boolean stood;

    DemoNodes(DemoPlan plan, PrintWriter out, PrintWriter err, Ansi ansi) {
        this.plan = plan;
        this.out = out;
        this.err = err;
        this.ansi = ansi;
    }

    /** Runs them until a signal comes or they have ended, and gives what the process should exit with. */
    int run() throws IOException, InterruptedException {
        handleSignals();
        Optional<NodeProcess> culprit;
        try {
            for (DemoPlan.Node node : plan.nodes()) {
                processes.add(start(node));
            }
            Thread.ofVirtual().start(this::guide);
            culprit = awaitEnd();
        } finally {
            over.countDown();
            processes.forEach(NodeProcess::letGo);
        }
        return awaitAll(culprit);
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
            stand();
            out.print(DemoGuide.of(plan));
            out.flush();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ready() {
        return plan.nodes().stream().allMatch(node -> OneRequest.isGood(node.adminPort(), "/ready"));
    }

    private synchronized void stand() {
        stood = true;
    }

    /** Gives the node by whose end the demo has ended, or nothing where a signal came first. */
    private Optional<NodeProcess> awaitEnd() throws InterruptedException {
        CompletableFuture<Optional<NodeProcess>> end = new CompletableFuture<>();
        var _ = asked.thenAccept(signal -> end.complete(Optional.empty()));
        for (NodeProcess process : processes) {
            var _ = process.ended().thenAccept(code -> ended(process, code, end));
        }
        try {
            return end.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized void ended(NodeProcess process, int code, CompletableFuture<Optional<NodeProcess>> end) {
        if (end.isDone()) {
            return;
        }
        if (stood && gone.size() + 1 < processes.size()) {
            gone.add(process);
            say(process.name() + " ended with exit code " + code + "; the demo goes on without it");
        } else {
            end.complete(Optional.of(process));
        }
    }

    /** Gives the exit code of the culprit, or else of the first that did not end well though it was asked to. */
    private int awaitAll(Optional<NodeProcess> culprit) throws InterruptedException {
        if (culprit.isPresent()) {
            culprit.get().showLastWords();
            say(culprit.get().name() + " ended with exit code " + end(culprit.get()) + "; so does the demo");
        }
        int worst = culprit.isPresent() ? end(culprit.get()) : ExitCode.DONE;
        for (NodeProcess process : processes) {
            int code = end(process);
            process.showLastWords();
            worst = worst == ExitCode.DONE && !left(process) ? code : worst;
        }
        return worst;
    }

    private synchronized boolean left(NodeProcess process) {
        return gone.contains(process);
    }

    private void say(String what) {
        err.println("weir: " + what);
        err.flush();
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
