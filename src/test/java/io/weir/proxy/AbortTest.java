package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.SocketTable;
import io.weir.model.CloseReason;
import io.weir.model.Off;
import io.weir.transport.LoopSettings;
import java.net.Socket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is to end at once ends at once on both sides, whatever is on its way. */
@Timeout(60)
class AbortTest {
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-10")
    void killingWaitsForNoBackendThatDoesNotRead(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(Loopback.port(0), 4 * 1024, Manners.silent())) {
            backend.handOver();
            try (TestPlane plane = new TestPlane(Blueprint.of(kind).finTimeout(Off.TIME), backend.address());
                    Socket client = plane.connect(0);
                    Peer served = backend.next()) {
                client.getOutputStream().write(new byte[200_000]);
                Patience.until("all of it to be written, and some not to have arrived")
                        .until(() -> unsent(served) > 0
                                && SocketTable.of(client.getLocalPort(), client.getPort())
                                                .unsent()
                                        == 0
                                && plane.loops.loop(0).buffersLeased() == 0);
                plane.plane.resetBackend(TestPlane.key("b0", backend.address()));
                Patience.until("the backend's side to be gone", 3)
                        .until(() -> SocketTable.find(
                                        served.remote().getPort(),
                                        served.local().getPort())
                                .isEmpty());
                Patience.until("its record").until(() -> !plane.records.isEmpty());
                assertThat(plane.records)
                        .singleElement()
                        .satisfies(record -> assertThat(record.reason()).isEqualTo(CloseReason.KILLED));
                assertThat(plane.faults).isEmpty();
            }
        }
    }

    private static long unsent(Peer served) {
        return SocketTable.of(served.remote().getPort(), served.local().getPort())
                .unsent();
    }
}
