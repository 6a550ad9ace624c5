package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Loopback;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The newcomer's first command. */
class DemoIT {
    @Test
    @Tag("peers-15")
    void spreadsConnectionsOverThreeBackendsThatSayTheirNameAndEndsOnInterrupt() throws IOException {
        List<String> words = List.of("demo", "--port", "0", "--admin-port", "0");
        try (WeirProcess weir = WeirProcess.command(WeirFile.empty().folder(), List.of(), Map.of(), words)) {
            Patience.until("what to try", 30).until(() -> weir.out().text().contains("curl"));
            InetSocketAddress web = Loopback.port(port(weir, "listener web"));
            int admin = port(weir, "admin port");
            Patience.until("readiness")
                    .until(() -> get(Loopback.port(admin), "/ready").startsWith("HTTP/1.1 200"));
            Patience.until("all three backends").until(() -> {
                String metrics = get(Loopback.port(admin), "/metrics");
                return MetricsScrape.parse(metrics.substring(metrics.indexOf("\r\n\r\n") + 4))
                                .sum("weir_backend_up")
                        == 3;
            });
            Map<String, Integer> names = new TreeMap<>();
            for (int i = 0; i < 30; i++) {
                String answer = get(web, "/");
                names.merge(answer.substring(answer.indexOf("\r\n\r\n")).trim(), 1, Integer::sum);
            }
            assertThat(names)
                    .hasSize(3)
                    .allSatisfy((name, count) -> assertThat(count).isEqualTo(10));
            weir.signal("INT");
            assertThat(weir.exitCode()).isZero();
        }
    }

    private static int port(WeirProcess weir, String what) {
        Matcher url = Pattern.compile(what + "\\s+http://127\\.0\\.0\\.1:(\\d+)/")
                .matcher(weir.out().text());
        assertThat(url.find()).as(weir.out().text()).isTrue();
        return Integer.parseInt(url.group(1));
    }

    private static String get(InetSocketAddress at, String path) throws IOException {
        try (Peer client = Peer.dial(at)) {
            client.send(
                    "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + at.getPort() + "\r\nConnection: close\r\n\r\n");
            return client.ending().text();
        }
    }
}
