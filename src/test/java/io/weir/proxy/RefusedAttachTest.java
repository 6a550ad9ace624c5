package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.model.CloseReason;
import io.weir.routing.Tables;
import io.weir.transport.LoopSettings;
import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.Poller;
import io.weir.transport.socket.TcpOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An accepted connection that the system will not watch is refused for want of something of this node's own. */
@Timeout(60)
class RefusedAttachTest {
    @Test
    @Tag("contract-4")
    void isRefusedAsItsListenerRefusesAndCountedAsRefusedAndAsClosed() throws Exception {
        Blueprint blueprint = Blueprint.of(LoopSettings.Kind.NATIVE).maxConnections(1);
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane test = new TestPlane(blueprint, backend.address());
                Socket client = new Socket()) {
            client.setSoTimeout(20_000);
            LoopProxy proxy = test.plane.proxies.getFirst();
            Poller poller = proxy.loop().poller();
            ListenSocket waiting = AllLoops.on(
                    proxy,
                    NetException.class,
                    () -> poller.listen(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            true,
                            true,
                            1,
                            new TcpOptions(true),
                            bits -> {}));
            client.connect(waiting.address());
            assertThat(AllLoops.on(proxy, RuntimeException.class, () -> begin(proxy, blueprint, waiting)))
                    .isTrue();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            Patience.until("its record").until(() -> !test.records.isEmpty());
            assertThat(test.records)
                    .singleElement()
                    .satisfies(record -> assertThat(record.reason()).isEqualTo(CloseReason.LOCAL_RESOURCES));
            var totals = test.meters.read().listeners().get("web");
            assertThat(totals.refused(CloseReason.LOCAL_RESOURCES)).isEqualTo(1);
            assertThat(totals.closed(Tables.POOL, CloseReason.LOCAL_RESOURCES)).isEqualTo(1);
            assertThat(totals.open()).isZero();
            assertThat(test.troubles).hasSize(1);
            assertThat(test.faults).isEmpty();
            try (Socket next = test.connect(0)) {
                assertThat(TestPlane.echoes(next)).as("its place is free").isTrue();
            }
        }
    }

    /** As the acceptor does; but the system watches this socket already, and so refuses to watch it. */
    private static boolean begin(LoopProxy proxy, Blueprint blueprint, ListenSocket waiting) {
        var accepted = waiting.accept();
        waiting.close();
        proxy.loop().poller().attach(accepted, bits -> {});
        Listener listener = new Listener(blueprint.listener("web", Tables.POOL), false, new Admission(1));
        assertThat(proxy.admission().tryEnter() && listener.admission.tryEnter())
                .isTrue();
        proxy.begin(accepted, listener);
        return true;
    }
}
