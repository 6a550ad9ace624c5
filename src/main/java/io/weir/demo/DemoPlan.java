package io.weir.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A demo's addresses, as the configuration of its node and as words for the newcomer in front of it.
 *
 * @param port of the listener on 127.0.0.1
 * @param adminPort of the admin port on 127.0.0.1
 * @param home a scratch folder for the node's data and its configuration
 * @param servers the backends
 */
public record DemoPlan(int port, int adminPort, Path home, List<Server> servers) {
    /**
     * A backend.
     *
     * @param name its id, and what it answers; letters only
     * @param port of 127.0.0.1
     */
    public record Server(String name, int port) {}

    /** Copies the list. */
    public DemoPlan {
        servers = List.copyOf(servers);
    }

    /** Where {@link #configuration()} is to be written. */
    public Path file() {
        return home.resolve("application.conf");
    }

    /** The node's configuration file: what a user would write for the same. */
    public String configuration() {
        String backends = servers.stream()
                .map(server -> "      { id = %s, address = \"127.0.0.1:%d\" }".formatted(server.name(), server.port()))
                .collect(Collectors.joining("\n"));
        return """
                weir {
                  node { name = demo, data-dir = "%s" }
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
                """.formatted(quoted(home.resolve("data")), adminPort, port, backends);
    }

    /** What runs where, and three commands to try. */
    public String guide() {
        String listener = "http://127.0.0.1:" + port + "/";
        String admin = "http://127.0.0.1:" + adminPort;
        String backends = servers.stream()
                .map(server -> server.name() + " 127.0.0.1:" + server.port())
                .collect(Collectors.joining(", "));
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
                """.formatted(listener, admin, backends, file(), listener, admin, admin);
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
