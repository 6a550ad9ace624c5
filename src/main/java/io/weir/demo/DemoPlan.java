package io.weir.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A demo's addresses, as the configuration of its nodes.
 *
 * @param home a scratch folder
 * @param nodes at least one; each is a seed of the others
 * @param servers the backends
 */
public record DemoPlan(Path home, List<Node> nodes, List<Server> servers) {
    /**
     * A node; its addresses are ports of 127.0.0.1.
     *
     * @param name letters, digits and hyphens
     * @param port of the listener
     * @param adminPort of the admin port
     * @param clusterPort where the other nodes reach it
     * @param home a scratch folder of its own for its data and its configuration
     */
    public record Node(String name, int port, int adminPort, int clusterPort, Path home) {
        /** Where {@link DemoPlan#configuration} is to be written. */
        public Path file() {
            return home.resolve("application.conf");
        }
    }

    /**
     * A backend.
     *
     * @param name its id, and what it answers; letters only
     * @param port of 127.0.0.1
     */
    public record Server(String name, int port) {}

    /** Copies the lists. */
    public DemoPlan {
        nodes = List.copyOf(nodes);
        servers = List.copyOf(servers);
    }

    /** A node's configuration file: what a user would write for the same. */
    public String configuration(Node node) {
        String backends = servers.stream()
                .map(server -> "      { id = %s, address = \"127.0.0.1:%d\" }".formatted(server.name(), server.port()))
                .collect(Collectors.joining("\n"));
        return """
                weir {
                  node { name = %s, data-dir = "%s" }
                  cluster { bind = "127.0.0.1:%d", seeds = [%s] }
                  admin.bind = "127.0.0.1:%d"
                  listeners.web { bind = "127.0.0.1:%d", pool = web }
                  pools.web {
                    algorithm = round-robin
                    backends = [
                %s
                    ]
                    health-check { type = http, interval = 1s, timeout = 1s }
                  }
                  access-log.format = text
                  log.level = warn
                  shutdown { announce = off, drain = 2s, close-over = 1s }
                }
                """.formatted(
                        node.name(),
                        quoted(node.home().resolve("data")),
                        node.clusterPort(),
                        seeds(),
                        node.adminPort(),
                        node.port(),
                        backends);
    }

    /** All of them in each file, as one file for all would have it; none where there is nobody to join. */
    private String seeds() {
        return nodes.size() == 1
                ? ""
                : nodes.stream()
                        .map(node -> "\"127.0.0.1:" + node.clusterPort() + "\"")
                        .collect(Collectors.joining(", "));
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
