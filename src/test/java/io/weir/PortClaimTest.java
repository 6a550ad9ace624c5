package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.kit.Loopback;
import io.weir.model.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a claim keeps out and what it does not, by real sockets. */
class PortClaimTest {
    private static final String KEY = "weir.cluster.bind";

    private final int port = Loopback.lastingPort();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1, localhost",
        "127.0.0.1, 0.0.0.0",
        "0.0.0.0, 127.0.0.1",
        "*, 127.0.0.1",
        "0.0.0.0, ::1",
        "::1, *"
    })
    @Tag("contract-14")
    void aClaimKeepsOthersOutUntilItIsClosed(String first, String second) throws Refusal {
        try (PortClaim held = take(first)) {
            assertThatThrownBy(() -> take(second))
                    .as("while %s has it", held)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(KEY)
                    .hasMessageContaining(new HostPort(second, port).toString())
                    .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")")
                    .extracting(refusal -> ((Refusal) refusal).exitCode())
                    .isEqualTo(ExitCode.SYSTEM);
        }
        take(second).close();
    }

    @Test
    void anotherAddressOfThePortIsFree() throws Refusal {
        try (PortClaim four = take("127.0.0.1");
                PortClaim other = take("127.0.0.2");
                PortClaim six = take("::1")) {
            assertThat(four).isNotSameAs(other).isNotSameAs(six);
        }
    }

    @Test
    void thePortItselfCanBeListenedOnAgainAndAgain() throws Exception {
        try (PortClaim held = take("127.0.0.1")) {
            for (int i = 0; i < 2; i++) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(Loopback.port(port));
                    assertThat(socket.isBound()).as("beside %s", held).isTrue();
                }
            }
        }
    }

    @Test
    void aPortOfTheSystemsChoiceNeedsNoClaim() throws Refusal {
        HostPort any = new HostPort("127.0.0.1", 0);
        try (PortClaim one = PortClaim.take(any, KEY);
                PortClaim other = PortClaim.take(any, KEY)) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    void whatStrangersSendThereIsOfNoConsequence() throws Refusal, IOException {
        try (PortClaim held = take("127.0.0.1");
                DatagramSocket stranger = new DatagramSocket()) {
            for (int i = 0; i < 1000; i++) {
                stranger.send(new DatagramPacket(new byte[1000], 1000, Loopback.port(port)));
            }
            assertThatThrownBy(() -> take("127.0.0.1")).as("still %s", held).isInstanceOf(Refusal.class);
        }
    }

    private PortClaim take(String host) throws Refusal {
        return PortClaim.take(new HostPort(host, port), KEY);
    }
}
