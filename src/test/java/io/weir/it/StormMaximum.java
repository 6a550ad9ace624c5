package io.weir.it;

import io.weir.kit.Loopback;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many of {@link StormLoad}'s connections a second HAProxy takes on this machine, of which {@link StormIT} takes seven
 * tenths. Not a test; {@code docs/benchmarks.md} has the command.
 */
final class StormMaximum {
    private static final int MORE_THAN_ANYBODY_TAKES = 40_000;

    private StormMaximum() {}

    public static void main(String[] args) throws Exception {
        List<StormBackend> backends = new ArrayList<>();
        List<InetSocketAddress> binds = new ArrayList<>();
        StringBuilder file =
                new StringBuilder("""
                global
                  nbthread %d
                  maxconn 9700
                defaults
                  mode tcp
                  timeout connect 3s
                  timeout client 1h
                  timeout server 1h
                listen storm
                """.formatted(Runtime.getRuntime().availableProcessors()));
        for (int i = 1; i <= 4; i++) {
            InetSocketAddress bind = free("127.0.0." + i);
            binds.add(bind);
            file.append("  bind %s:%d backlog 4096%n".formatted(bind.getHostString(), bind.getPort()));
            backends.add(StormBackend.start(Loopback.at("127.0.0.1" + i, 0)));
            file.append("  server s%d %s%n".formatted(i, backends.getLast().hostPort()));
        }
        Path configuration = Files.writeString(Files.createTempFile("haproxy", ".cfg"), file);
        Process haproxy = new ProcessBuilder("haproxy", "-db", "-f", configuration.toString())
                .inheritIO()
                .start();
        try {
            Patience.until("HAProxy").ignoreExceptions().until(() -> {
                Peer.dial(binds.getLast()).close();
                return true;
            });
            for (int round = 1; round <= 3; round++) {
                StormLoad load = new StormLoad(binds, MORE_THAN_ANYBODY_TAKES);
                long start = System.nanoTime();
                load.run(Duration.ofSeconds(10), () -> {});
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "%.0f connections a second, %d failed %s%n",
                        load.done() / seconds, load.failed(), load.failures());
            }
        } finally {
            haproxy.destroy();
            haproxy.waitFor();
            Files.delete(configuration);
            backends.forEach(StormBackend::close);
        }
    }

    private static InetSocketAddress free(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.at(host, 0));
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }
}
