package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.LocalError;
import io.weir.transport.SystemWords;
import io.weir.transport.socket.NetError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SocketFaultsTest {
    @Test
    void whatTheSystemLacksIsOurs() {
        assertThat(SocketFaults.ours(new SocketException("Too many open files")))
                .isEqualTo(LocalError.NO_DESCRIPTORS);
        assertThat(SocketFaults.ours(new SocketException("Too many open files in system")))
                .isEqualTo(LocalError.NO_DESCRIPTORS);
        assertThat(SocketFaults.ours(new BindException("Cannot assign requested address")))
                .isEqualTo(LocalError.NO_PORTS);
        assertThat(SocketFaults.ours(new NoRouteToHostException("Cannot assign requested address")))
                .isEqualTo(LocalError.NO_PORTS);
        assertThat(SocketFaults.ours(new SocketException("No buffer space available")))
                .isEqualTo(LocalError.NO_MEMORY);
        assertThat(SocketFaults.ours(new SocketException("Operation not permitted")))
                .isEqualTo(LocalError.NO_PERMISSION);
    }

    @Test
    void whatIsOursIsToldInOurOwnWords() {
        assertThat(SocketFaults.notMade(new SocketException("Too many open files")))
                .isEqualTo(
                        new ProbeResult.NotMade(
                                LocalError.NO_DESCRIPTORS,
                                "out of file descriptors; raise the limit (LimitNOFILE, ulimit -n) or lower weir.max-connections"));
        assertThat(SocketFaults.notMade(new ConnectException("Connection refused")))
                .isNull();
    }

    @Test
    void whatTheBackendOrTheNetworkDoesIsNot() {
        assertThat(SocketFaults.ours(new ConnectException("Connection refused")))
                .isNull();
        assertThat(SocketFaults.ours(new ConnectException("Connection timed out")))
                .isNull();
        assertThat(SocketFaults.ours(new NoRouteToHostException("No route to host")))
                .isNull();
        assertThat(SocketFaults.ours(new SocketException("Network is unreachable")))
                .isNull();
        assertThat(SocketFaults.ours(new SocketTimeoutException("Connect timed out")))
                .isNull();
        assertThat(SocketFaults.ours(new IOException())).isNull();
    }

    /** As a machine set to German says it. */
    @Test
    void theLanguageOfTheSystemDoesNotMatter() {
        SystemWords german = SystemWords.englishAnd(Map.of(
                "Zu viele offene Dateien",
                NetError.NO_DESCRIPTORS,
                "Keine Berechtigung",
                NetError.NO_PERMISSION,
                "Die Wartezeit für die Verbindung ist abgelaufen",
                NetError.TIMED_OUT));
        assertThat(SocketFaults.ours(new SocketException("Zu viele offene Dateien"), german))
                .isEqualTo(LocalError.NO_DESCRIPTORS);
        assertThat(SocketFaults.ours(new SocketException("Keine Berechtigung"), german))
                .isEqualTo(LocalError.NO_PERMISSION);
        assertThat(SocketFaults.ours(new SocketException("Too many open files"), german))
                .isEqualTo(LocalError.NO_DESCRIPTORS);
        var late = new ConnectException("Die Wartezeit für die Verbindung ist abgelaufen");
        assertThat(SocketFaults.ours(late, german)).isNull();
        assertThat(SocketFaults.isTimeout(late, german)).isTrue();
        assertThat(SocketFaults.ours(new ConnectException("Verbindungsaufbau abgelehnt"), german))
                .isNull();
    }

    /** A local address that this machine does not have fails for a reason of our own, in the words of this very system. */
    @Test
    void theSystemIsAskedForItsWords() {
        assertThat(SystemWords.here().meaning("Too many open files")).isEqualTo(NetError.NO_DESCRIPTORS);
        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.bind(new InetSocketAddress("192.0.2.1", 0));
                    }
                })
                .isInstanceOfSatisfying(
                        IOException.class,
                        foreign -> assertThat(SocketFaults.ours(foreign)).isEqualTo(LocalError.NO_PORTS));
    }

    @Test
    void aTimeoutOfTheSystemsIsATimeout() {
        assertThat(SocketFaults.isTimeout(new ConnectException("Connection timed out")))
                .isTrue();
        assertThat(SocketFaults.isTimeout(new ConnectException("Connection refused")))
                .isFalse();
    }

    @Test
    void anErrorWithoutTextStillSaysSomething() {
        assertThat(SocketFaults.text(new SocketException())).isEqualTo("SocketException");
    }
}
