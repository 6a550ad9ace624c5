package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.TcpOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A port is taken and given back at once, in one turn of the loop. */
@Timeout(60)
class ListenTest {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private static ListenSocket listen(Relay relay, int port, boolean shared) throws NetException {
        return relay.loop
                .poller()
                .listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        shared,
                        true,
                        16,
                        new TcpOptions(true),
                        bits -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aClosedPortIsFreeAtOnce(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = new Relay(kind, NOWHERE)) {
            assertThat(relay.onLoop(() -> {
                        int port = 0;
                        for (int i = 0; i < 50; i++) {
                            ListenSocket alone = listen(relay, port, false);
                            port = alone.address().getPort();
                            alone.close();
                            listen(relay, port, true).close();
                        }
                        return port;
                    }))
                    .isPositive();
        }
    }

    private static void tryOut(Relay relay, int port, boolean shared) throws NetException {
        relay.loop
                .poller()
                .tryOut(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        shared,
                        true,
                        new TcpOptions(true));
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void anAddressIsTriedWithoutListeningThere(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = new Relay(kind, NOWHERE)) {
            relay.onLoop(() -> {
                ListenSocket own = listen(relay, 0, true);
                int port = own.address().getPort();
                tryOut(relay, port, true);
                assertThatThrownBy(() -> tryOut(relay, port, false))
                        .isInstanceOfSatisfying(
                                NetException.class,
                                refused -> assertThat(refused.error()).isEqualTo(NetError.IN_USE));
                own.close();
                for (int i = 0; i < 5; i++) {
                    tryOut(relay, port, false);
                }
                listen(relay, port, false).close();
                return null;
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aTakenPortIsRefusedWithItsReason(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = new Relay(kind, NOWHERE)) {
            ListenSocket first = relay.onLoop(() -> listen(relay, 0, true));
            assertThatThrownBy(() ->
                            relay.onLoop(() -> listen(relay, first.address().getPort(), false)))
                    .cause()
                    .isInstanceOfSatisfying(
                            NetException.class,
                            refused -> assertThat(refused.error()).isEqualTo(NetError.IN_USE));
            relay.onLoop(() -> {
                first.close();
                return null;
            });
        }
    }
}
