package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DemoPortsTest {
    private final DemoPorts ports = new DemoPorts();

    @Test
    void aPortIsGivenOnce() throws IOException {
        assertThat(ports.take(8080)).isTrue();
        assertThat(ports.last()).isEqualTo(8080);
        assertThat(ports.take(8080)).isFalse();
        assertThat(ports.take(0)).isTrue();
        assertThat(ports.last()).isPositive().isNotEqualTo(8080);
    }

    @Test
    void thereAreNoPortsBeyondTheLast() throws IOException {
        assertThat(ports.take(65_536)).isFalse();
        assertThat(ports.take(-1)).isFalse();
        assertThat(ports.take(65_535)).isTrue();
    }

    @Test
    void oneThatSomebodyHasIsTakenSoThatTheNodeCanSayWho() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.take(holder.getLocalPort())).isTrue();
            assertThat(ports.last()).isEqualTo(holder.getLocalPort());
        }
    }

    @Test
    void whereAnyWillDoAFreeOneStandsIn() throws IOException {
        int free;
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = holder.getLocalPort();
            assertThat(ports.near(free)).isNotEqualTo(free);
        }
        assertThat(ports.near(free)).isEqualTo(free);
        assertThat(ports.near(free)).isNotEqualTo(free);
    }
}
