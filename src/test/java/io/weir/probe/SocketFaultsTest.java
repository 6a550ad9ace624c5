package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.LocalError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
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
