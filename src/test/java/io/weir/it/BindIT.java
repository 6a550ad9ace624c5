package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.kit.Aftermath;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Peer;
import io.weir.kit.Program;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** IPv4, IPv6, both at once, several binds, and backends of either family. */
@OnBothTransports
class BindIT {
    @Parameter
    Transport transport;

    private static FakeBackend four;
    private static FakeBackend six;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        four = FakeBackend.start(Manners.greeting("4"));
        six = FakeBackend.start(Loopback.at("::1", 0), Manners.greeting("6"));
        weir = WeirProcess.start(WeirFile.with(transport)
                .service("four", four.hostPort())
                .service("six", six.hostPort())
                .service("mapped", "[::ffff:127.0.0.1]:" + four.address().getPort())
                .service("named", "localhost:" + four.address().getPort())
                .listener("many", "pool = four, bind = [\"127.0.0.1:0\", \"127.0.0.2:0\", \"[::1]:0\"]")
                .listener("any4", "pool = four, bind = \"0.0.0.0:0\"")
                .listener("any6", "pool = four, bind = \"[::]:0\"")
                .listener("star", "pool = four, bind = \"*:0\"")
                .listener("deep", "pool = four, backlog = 77"));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (FakeBackend f = four;
                FakeBackend s = six;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    @Test
    void severalBindsOfOneListener() throws IOException {
        List<InetSocketAddress> binds = weir.listeners("many");
        assertThat(binds).hasSize(3);
        assertThat(binds)
                .extracting(bind -> bind.getAddress().getHostAddress())
                .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "0:0:0:0:0:0:0:1");
        for (InetSocketAddress bind : binds) {
            assertThat(clientOf(bind, "4")).isNotEmpty();
        }
    }

    /** What ss calls Send-Q of a listening socket, of which there is one a loop. */
    @Test
    void theBacklogIsTheSockets() throws Exception {
        String port = ":" + weir.listener("deep").getPort();
        String listening = new Program("ss", "iproute2")
                .run(Duration.ofSeconds(10), "-Hltn", "sport", "=", port)
                .good();
        assertThat(listening.lines()).hasSize(2).allMatch(line -> line.matches("LISTEN +\\d+ +77 .*"));
    }

    @Test
    void backendsOfEitherFamilyMappedOrNamed() throws IOException {
        assertThat(clientOf(weir.listener("six"), "6")).startsWith("127.0.0.1:");
        assertThat(clientOf(weir.listener("mapped"), "4")).startsWith("127.0.0.1:");
        assertThat(clientOf(weir.listener("named"), "4")).startsWith("127.0.0.1:");
    }

    @Test
    void theFourWildcardIsOnlyFour() throws IOException {
        int port = weir.listener("any4").getPort();
        assertThat(clientOf(Loopback.at("127.0.0.1", port), "4")).startsWith("127.0.0.1:");
        assertThatThrownBy(() -> Peer.dial(Loopback.at("::1", port))).isInstanceOf(IOException.class);
    }

    @Test
    void theSixWildcardTakesSix() throws IOException {
        int port = weir.listener("any6").getPort();
        assertThat(clientOf(Loopback.at("::1", port), "4")).startsWith("[::1]:");
        if (transport == Transport.NATIVE) {
            assertThatThrownBy(() -> Peer.dial(Loopback.at("127.0.0.1", port))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theStarTakesBothAndShowsAFourClientAsFour() throws IOException {
        int port = weir.listener("star").getPort();
        assertThat(clientOf(Loopback.at("127.0.0.1", port), "4")).startsWith("127.0.0.1:");
        assertThat(clientOf(Loopback.at("::1", port), "4")).startsWith("[::1]:");
    }

    private static String clientOf(InetSocketAddress at, String greeting) throws IOException {
        try (Peer client = Peer.dial(at)) {
            assertThat(client.receive(1)).isEqualTo(greeting);
            client.echo("hello");
            client.close();
            return weir.accessLog().of(client).client();
        }
    }
}
