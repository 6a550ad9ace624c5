package io.weir;

import io.weir.config.Outcome;
import io.weir.demo.DemoBackend;
import io.weir.demo.DemoGuide;
import io.weir.demo.DemoPlan;
import io.weir.demo.DemoPorts;
import io.weir.demo.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A whole system in one command: a node, three backends that answer with their name, and what to try. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts a node, or several, in front of three small HTTP servers that answer with their own "
                + "name, and says what to try. Everything is temporary and on 127.0.0.1. Ctrl-C stops it all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir demo",
            "  weir demo --nodes 3                        a cluster",
            "  weir demo --port 9090 --admin-port 9091    where the usual ports are taken"
        })
final class DemoCommand implements Callable<Integer> {
    private static final List<String> NAMES = List.of("red", "green", "blue");
    private static final int MOST_NODES = 9;
    private static final int CLUSTER_PORT = 17355;

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
            description =
                    "How many nodes, 1 to " + MOST_NODES + "; ${DEFAULT-VALUE} if not given. Several are a cluster,"
                            + " a process each, and each further one takes the next ports.")
    private int nodes;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Send so many requests, then stop: for the start-up cache.")
    private int requests;

    @Option(names = "--node", hidden = true, description = "Be one of several nodes, until standard input ends.")
    private @Nullable Path node;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = node;
        if (file != null) {
            return asOne(file);
        }
        if (nodes < 1 || nodes > MOST_NODES) {
            throw usage("--nodes " + nodes + ": must be at least 1 and at most " + MOST_NODES);
        }
        Path home = Scratch.create();
        // Also when a signal comes before the node is there to take it
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Scratch.remove(home)));
        List<DemoBackend> backends = new ArrayList<>();
        try {
            for (String name : NAMES) {
                backends.add(DemoBackend.start(name));
            }
            DemoPlan plan = plan(home, backends);
            return nodes == 1
                    ? alone(plan)
                    : new DemoNodes(
                                    plan,
                                    out(),
                                    err(),
                                    spec.commandLine().getColorScheme().ansi())
                            .run();
        } finally {
            backends.forEach(DemoBackend::close);
        }
    }

    private int asOne(Path file) throws InterruptedException {
        try {
            return DemoNode.run(file, err());
        } catch (IllegalArgumentException elsewhere) {
            throw usage("--node: " + elsewhere.getMessage());
        }
    }

    private int alone(DemoPlan plan) throws IOException, InterruptedException {
        DemoPlan.Node only = plan.nodes().getFirst();
        Files.writeString(only.file(), plan.configuration(only));
        ConfigurationFile own = new ConfigurationFile(only.file());
        Outcome outcome = own.read();
        if (!(outcome instanceof Outcome.Good good)) {
            throw new IllegalStateException("the demo's own configuration is not good: " + outcome);
        }
        return Foreground.run(own, good, err(), new Foreground.Company() {
            @Override
            public void started(Node running) {
                if (requests > 0) {
                    Thread.ofVirtual().start(() -> rehearse(only, running));
                } else {
                    out().print(DemoGuide.of(plan));
                    out().flush();
                }
            }

            @Override
            public void endingAtOnce() {
                Scratch.remove(plan.home());
            }
        });
    }

    private void rehearse(DemoPlan.Node at, Node running) {
        try {
            out().println("rehearsed with " + Rehearsal.run(at.port(), at.adminPort(), requests));
        } catch (IOException failure) {
            err().println("weir: the rehearsal failed: " + failure);
        } finally {
            running.stop("the rehearsal");
        }
    }

    private DemoPlan plan(Path home, List<DemoBackend> backends) throws IOException {
        DemoPorts ports = new DemoPorts();
        List<DemoPlan.Node> planned = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String name = nodes == 1 ? "demo" : "demo-" + (i + 1);
            planned.add(new DemoPlan.Node(
                    name,
                    take(ports, "--port", port, i),
                    take(ports, "--admin-port", adminPort, i),
                    ports.near(CLUSTER_PORT + i),
                    nodes == 1 ? home : home.resolve(name)));
        }
        return new DemoPlan(
                home,
                planned,
                backends.stream()
                        .map(backend -> new DemoPlan.Server(backend.name(), backend.port()))
                        .toList());
    }

    private int take(DemoPorts ports, String option, int first, int further) throws IOException {
        int wanted = first == 0 ? 0 : first + further;
        if (!ports.take(wanted)) {
            throw usage(option + " " + first + ": port " + wanted + " is out of range or asked for twice");
        }
        return ports.last();
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
