package io.weir;

import io.weir.config.ConfigFile;
import io.weir.config.Outcome;
import io.weir.demo.DemoBackend;
import io.weir.demo.DemoPlan;
import io.weir.demo.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A whole system in one command: a node, three backends that answer with their name, and what to try. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a node in front of three small HTTP servers that answer with their own name,",
            "and says what to try. Everything is temporary and on 127.0.0.1. Ctrl-C stops it all."
        })
final class DemoCommand implements Callable<Integer> {
    private static final List<String> NAMES = List.of("red", "green", "blue");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where the listener is; ${DEFAULT-VALUE} if not given, 0 for any free port.")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "7626",
            description = "Where the admin port is; ${DEFAULT-VALUE} if not given, 0 for any free port.")
    private int adminPort;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many nodes; more than ${DEFAULT-VALUE} is not available yet.")
    private int nodes;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Send so many requests, then stop: for the start-up cache.")
    private int requests;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (nodes != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    nodes > 1
                            ? "--nodes " + nodes + ": a demo of more than one node is not available yet"
                            : "--nodes " + nodes + ": must be at least 1");
        }
        Path home = Files.createTempDirectory("weir-demo-");
        // Also when a signal comes before the node is there to take it
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
        List<DemoBackend> backends = new ArrayList<>();
        try {
            for (String name : NAMES) {
                backends.add(DemoBackend.start(name));
            }
            return serve(plan(home, backends));
        } finally {
            backends.forEach(DemoBackend::close);
        }
    }

    private int serve(DemoPlan plan) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Files.writeString(plan.file(), plan.configuration());
        Outcome outcome = ConfigFile.read(plan.file(), ThisHost.look());
        if (!(outcome instanceof Outcome.Good good)) {
            throw new IllegalStateException("the demo's own configuration is not good: " + outcome);
        }
        return Foreground.run(good.settings(), spec.commandLine().getErr(), node -> {
            if (requests > 0) {
                Thread.ofVirtual().start(() -> rehearse(plan, node));
            } else {
                out.print(plan.guide());
                out.flush();
            }
        });
    }

    private void rehearse(DemoPlan plan, Node node) {
        try {
            spec.commandLine()
                    .getOut()
                    .println("rehearsed with " + Rehearsal.run(plan.port(), plan.adminPort(), requests));
        } catch (IOException failure) {
            spec.commandLine().getErr().println("weir: the rehearsal failed: " + failure);
        } finally {
            node.stop();
        }
    }

    private DemoPlan plan(Path home, List<DemoBackend> backends) throws IOException {
        return new DemoPlan(
                free(port),
                free(adminPort),
                home,
                backends.stream()
                        .map(backend -> new DemoPlan.Server(backend.name(), backend.port()))
                        .toList());
    }

    private static int free(int wanted) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException leftBehind) {
            System.err.println("weir: could not remove " + folder + ": " + leftBehind);
        }
    }
}
