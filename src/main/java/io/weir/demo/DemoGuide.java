package io.weir.demo;

import java.util.List;
import java.util.stream.Collectors;

/** The words for the newcomer in front of a demo: what runs where, and three commands to try. */
public final class DemoGuide {
    private DemoGuide() {}

    /** For a terminal, with a line end behind. */
    public static String of(DemoPlan plan) {
        return plan.nodes().size() == 1 ? one(plan, plan.nodes().getFirst()) : many(plan, plan.nodes());
    }

    private static String one(DemoPlan plan, DemoPlan.Node node) {
        String listener = "http://127.0.0.1:" + node.port() + "/";
        String admin = "http://127.0.0.1:" + node.adminPort();
        return """
                Weir demo: one node in front of three backends

                  listener web    %s   round robin
                  admin port      %s/
                  backends        %s
                  configuration   %s

                Try, in another terminal:

                  for i in 1 2 3 4 5 6; do curl -s %s; done
                  curl -s %s/ready
                  curl -s %s/metrics | grep weir_backend_connections_total

                Each connection leaves a line below when it ends. Ctrl-C stops it all.
                """.formatted(listener, admin, backends(plan), node.file(), listener, admin, admin);
    }

    private static String many(DemoPlan plan, List<DemoPlan.Node> nodes) {
        String rows = nodes.stream()
                .map(node -> "  %-10s  %-24s  %-24s  %s\n"
                        .formatted(
                                node.name(),
                                "http://127.0.0.1:" + node.port() + "/",
                                "http://127.0.0.1:" + node.adminPort() + "/",
                                "127.0.0.1:" + node.clusterPort()))
                .collect(Collectors.joining());
        String ports = nodes.stream().map(node -> Integer.toString(node.port())).collect(Collectors.joining(" "));
        String first = "http://127.0.0.1:" + nodes.getFirst().adminPort();
        String last = "http://127.0.0.1:" + nodes.getLast().adminPort();
        String backend = plan.servers().getFirst().name();
        return """
                Weir demo: a cluster of %d nodes in front of three backends

                  node        listener web              admin port                cluster port
                %s
                  backends    %s
                  files       %s

                Try, in another terminal:

                  for port in %s; do curl -s http://127.0.0.1:$port/; done
                  curl -s %s/api/v1/cluster
                  curl -s -X PATCH -H 'Content-Type: application/json' -d '{"state":"draining"}' \\
                    %s/api/v1/pools/web/backends/%s

                The last one is said to one node, and no node sends anybody to %s any more. Each connection leaves a line below
                when it ends, behind its node's name. Ctrl-C stops it all.
                """.formatted(nodes.size(), rows, backends(plan), plan.home(), ports, first, last, backend, backend);
    }

    private static String backends(DemoPlan plan) {
        return plan.servers().stream()
                .map(server -> server.name() + " 127.0.0.1:" + server.port())
                .collect(Collectors.joining(", "));
    }
}
