package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.SocketTable;
import io.weir.model.CloseReason;
import io.weir.model.RefuseWith;
import io.weir.transport.LoopSettings;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A place among max-connections is two descriptors: nobody else has it before both are the system's again. */
@Timeout(60)
@Tag("contract-11")
class DescriptorsTest {
    /** Its client keeps its end open, so the node sees it to its end for a second. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aPlaceIsFreeWhenTheSocketsThatOutliveTheirConnectionAreClosed(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane test = new TestPlane(Blueprint.of(kind).maxConnections(1), backend.address());
                Socket first = test.connect(0)) {
            assertThat(TestPlane.echoes(first)).isTrue();
            long began = System.nanoTime();
            test.plane.finishAll(CloseReason.DRAINED);
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            assertFreeNoSoonerThanASecondAfter(began, test);
            try (Socket second = test.connect(0)) {
                assertThat(TestPlane.echoes(second)).isTrue();
            }
            Patience.until("all places to be free").until(() -> roomLeft(test));
            assertThat(test.faults).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void soItIsForWhoIsRefusedWithAFin(LoopSettings.Kind kind) throws Exception {
        try (ClosedPort nobody = ClosedPort.take();
                TestPlane test = new TestPlane(
                        Blueprint.of(kind).maxConnections(1).refuseWith(RefuseWith.FIN), nobody.address())) {
            long began = System.nanoTime();
            try (Socket refused = test.connect(0)) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
                assertFreeNoSoonerThanASecondAfter(began, test);
            }
            assertThat(test.faults).isEmpty();
        }
    }

    private static void assertFreeNoSoonerThanASecondAfter(long began, TestPlane test) {
        Patience.until("its record").until(() -> test.records.size() == 1);
        Patience.until("its place to be free").until(() -> roomLeft(test));
        assertThat(System.nanoTime() - began).isGreaterThan(950_000_000L);
    }

    /** What was written to a backend that does not read is waited for before it is reset; the JDK's sockets cannot know of it. */
    @ParameterizedTest
    @EnumSource(names = "NATIVE")
    void soItIsForASocketWhoseResetWaitsForWhatWasWritten(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(Loopback.port(0), 4 * 1024, Manners.silent())) {
            backend.handOver();
            try (TestPlane test = new TestPlane(
                            Blueprint.of(kind).maxConnections(1).finTimeout(Duration.ofMinutes(1)), backend.address());
                    Socket client = test.connect(0);
                    Peer served = backend.next()) {
                client.getOutputStream().write(new byte[200_000]);
                Patience.until("all of it to be written, and some not to have arrived")
                        .until(() -> SocketTable.of(
                                                        served.remote().getPort(),
                                                        served.local().getPort())
                                                .unsent()
                                        > 0
                                && SocketTable.of(client.getLocalPort(), client.getPort())
                                                .unsent()
                                        == 0
                                && test.loops.loop(0).buffersLeased() == 0);
                client.setSoLinger(true, 0);
                client.close();
                Patience.until("its record").until(() -> test.records.size() == 1);
                assertThat(roomLeft(test)).isFalse();
                served.reset();
                Patience.until("its place to be free").until(() -> roomLeft(test));
                assertThat(test.faults).isEmpty();
            }
        }
    }

    /** Whether one more would be admitted now. */
    private static boolean roomLeft(TestPlane test) throws InterruptedException {
        Admission places = test.plane.proxies.getFirst().admission();
        boolean room = places.tryEnter();
        if (room) {
            places.leave();
        }
        return room;
    }
}
