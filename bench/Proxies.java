import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The configurations: the same work for each, as its own manual would have it. {@code full} switches on the access log to
 * a file, a TCP check of each backend every 2 s (nginx has passive ones only) and metrics (nginx has none for streams).
 */
final class Proxies {
    static final List<String> NAMES = List.of(
            ("haproxy haproxy-splice haproxy-splice-always nginx weir weir-nio nginx-half-close haproxy-again"
                            + " weir-member")
                    .split(" "));

    private static final Path NGINX_STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    private final Path home;
    private final Path dir;
    private final int loops;
    private final String cpus;
    private final int[] backends;
    private final boolean full;
    private final Map<String, String> extra;

    /**
     * @param home the top of the repository
     * @param dir where configurations and logs go
     * @param loops threads or workers each gets
     * @param cpus the cores they are bound to, as taskset has them
     * @param extra commands of the user by name
     */
    Proxies(Path home, Path dir, int loops, String cpus, int[] backends, boolean full, Map<String, String> extra) {
        this.home = home;
        this.dir = dir;
        this.loops = loops;
        this.cpus = cpus;
        this.backends = backends;
        this.full = full;
        this.extra = new LinkedHashMap<>(extra);
    }

    /**
     * Whether a proxy takes part in a scenario. {@code splice-auto} begins only with streams that stall now and then, so
     * bulk is also run with splicing always on, which nobody would use for small messages. What splicing cannot change
     * is not measured again with it.
     */
    static boolean takesPart(String name, String scenario) {
        return switch (scenario) {
            case "bulk" -> true;
            case "idle", "start", "cold" -> !name.startsWith("haproxy-splice");
            default -> !name.equals("haproxy-splice-always");
        };
    }

    /** A proxy by name, on ports that are free now. */
    Proxy create(String name) {
        int[] ports = freePorts(3);
        String metrics = "http://127.0.0.1:" + ports[1] + "/metrics";
        String options = full ? "full" : "bare";
        Path config = dir.resolve(name + "-" + options + ".conf");
        return switch (name) {
            case "haproxy", "haproxy-again", "haproxy-splice", "haproxy-splice-always" -> {
                String splice = name.endsWith("-splice")
                        ? "option splice-auto"
                        : name.endsWith("-always") ? "option splice-request\n    option splice-response" : "";
                write(config, haproxy(splice, ports[0], ports[1]));
                yield proxy(name, List.of("haproxy", "-db", "-f", config.toString()), ports[0], full ? metrics : "");
            }
            case "nginx", "nginx-half-close" -> {
                write(config, nginx(ports[0], name.equals("nginx-half-close")));
                yield proxy(name, List.of("nginx", "-p", dir.toString(), "-c", config.toString()), ports[0], "");
            }
            case "weir", "weir-nio" -> {
                write(config, weir(name, name.equals("weir-nio") ? "nio" : "native", ports, alone()));
                yield proxy(name, run(config), ports[0], full ? metrics : "");
            }
            case "weir-member" -> member(name);
            default -> proxy(name, List.of("sh", "-c", "exec " + filled(extra.get(name), ports[0])), ports[0], "");
        };
    }

    private List<String> run(Path config) {
        return List.of("env", "WEIR_NO_BUILD=1", home.resolve("weir").toString(), "run", "-c", "" + config);
    }

    /** One of three nodes with a hundred backends that they check together; the other two take no connections. */
    private Proxy member(String name) {
        int[] all = freePorts(9);
        String seeds = IntStream.of(2, 5, 8)
                .mapToObj(i -> "\"127.0.0.1:" + all[i] + "\"")
                .collect(Collectors.joining(", "));
        String many = IntStream.range(0, 100)
                .mapToObj(i -> "{ id = b%d, address = \"127.0.0.1:%d\" }".formatted(i, backends[i % backends.length]))
                .collect(Collectors.joining(", "));
        String said = """
            cluster.seeds = [ %s ]
            pools.bench { backends = [ %s ], health-check.type = tcp }""".formatted(seeds, many);
        List<Proxy> peers = new ArrayList<>();
        for (int i = 2; i >= 0; i--) {
            String node = i == 0 ? name : name + "-peer-" + i;
            int[] ports = Arrays.copyOfRange(all, 3 * i, 3 * i + 3);
            Path config = dir.resolve(node + (full ? "-full" : "-bare") + ".conf");
            write(config, weir(node, "native", ports, said));
            String metrics = "http://127.0.0.1:" + ports[1] + "/metrics";
            List<Proxy> before = i == 0 ? List.copyOf(peers) : List.of();
            peers.add(proxy(node, run(config), ports[0], metrics, before));
        }
        return peers.getLast();
    }

    private Proxy proxy(String name, List<String> command, int port, String metrics) {
        return proxy(name, command, port, metrics, List.of());
    }

    private Proxy proxy(String name, List<String> command, int port, String metrics, List<Proxy> peers) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cpus));
        pinned.addAll(command);
        return new Proxy(name, pinned, port, metrics, dir.resolve(name + ".log"), peers);
    }

    private String filled(String command, int port) {
        return command.replace("{port}", "" + port)
                .replace("{backend}", "127.0.0.1:" + backends[0])
                .replace("{backends}", joined("127.0.0.1:%d", ","))
                .replace("{backend-ports}", joined("%d", ","))
                .replace("{loops}", "" + loops);
    }

    private String joined(String format, String separator) {
        return Arrays.stream(backends).mapToObj(format::formatted).collect(Collectors.joining(separator));
    }

    private String haproxy(String splice, int port, int metrics) {
        String servers = IntStream.range(0, backends.length)
                .mapToObj(i -> "    server s%d 127.0.0.1:%d%s".formatted(i, backends[i], full ? " check inter 2s" : ""))
                .collect(Collectors.joining("\n"));
        String stats = """

            frontend stats
                mode http
                bind 127.0.0.1:%d
                http-request use-service prometheus-exporter
            """;
        return """
            global
                nbthread %d
                maxconn %d
                %s
                %s
            defaults
                mode tcp
                timeout connect 3s
                timeout client 1h
                timeout server 1h
                timeout client-fin 1m
                timeout server-fin 1m
                %s
                %s
            frontend bench
                bind 127.0.0.1:%d backlog 4096
                default_backend bench
            backend bench
                balance roundrobin
            %s
            %s
            """.formatted(
                        loops,
                        (Options.descriptors() - 600) / 2,
                        splice.isEmpty() ? "" : "maxpipes 64",
                        full ? "log stdout format raw daemon" : "",
                        splice,
                        full ? "log global\n    option tcplog" : "",
                        port,
                        servers,
                        full ? stats.formatted(metrics) : "");
    }

    private String nginx(int port, boolean halfClose) {
        String log = "log_format l '$time_iso8601 $remote_addr $upstream_addr $status $bytes_sent $bytes_received"
                + " $session_time $upstream_connect_time';\n    access_log " + dir
                + "/nginx-access.log l buffer=64k flush=1s;";
        return """
            daemon off;
            %s
            pid %s/nginx.pid;
            error_log stderr error;
            worker_processes %d;
            worker_rlimit_nofile 20000;
            %s
            events { worker_connections 19900; }
            stream {
                %s
                proxy_connect_timeout 3s;
                proxy_timeout 1h;
                %s
                upstream bench { %s }
                server { listen 127.0.0.1:%d reuseport backlog=4096; proxy_pass bench; }
            }
            """.formatted(
                        System.getProperty("user.name").equals("root") ? "user root;" : "",
                        dir,
                        loops,
                        Files.exists(NGINX_STREAM) ? "load_module " + NGINX_STREAM + ";" : "",
                        full ? log : "access_log off;",
                        halfClose ? "proxy_half_close on;" : "",
                        joined("server 127.0.0.1:%d;", " "),
                        port);
    }

    private String alone() {
        return "pools.bench { backends = [ %s ], health-check.type = %s }"
                .formatted(joined("\"127.0.0.1:%d\"", ", "), full ? "tcp" : "none");
    }

    private String weir(String name, String transport, int[] ports, String said) {
        return """
            weir {
              node { name = %s, data-dir = "%s" }
              event-loops { count = %d, transport = %s }
              cluster.bind = "127.0.0.1:%d"
              admin.bind = "127.0.0.1:%d"
              listeners.bench { bind = "127.0.0.1:%d", pool = bench }
              pools.bench.algorithm = round-robin
              %s
              access-log { enabled = %s, path = "%s" }
            }
            """.formatted(
                        name,
                        dir.resolve(name + "-data"),
                        loops,
                        transport,
                        ports[2],
                        ports[1],
                        ports[0],
                        said,
                        full ? "on" : "off",
                        dir.resolve(name + "-access.log"));
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ports nobody listens on now, below those the kernel gives to outgoing connections. */
    static int[] freePorts(int count) {
        int[] ports = new int[count];
        for (int found = 0; found < count; ) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                ports[found++] = socket.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
        return ports;
    }
}
