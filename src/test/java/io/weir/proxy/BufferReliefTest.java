package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.model.CloseReason;
import io.weir.transport.LoopSettings;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As many peers that stop reading as a loop has buffers do not hold up the others for an idle-timeout. */
@Timeout(60)
class BufferReliefTest {
    private static final int BUFFERS = 4;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-11")
    void whoWaitsForABufferGetsOneFromWhoReadsNothing(LoopSettings.Kind kind) throws Exception {
        LoopSettings scarce = new LoopSettings(1, kind, 64 * 1024, BUFFERS * 64 * 1024, 64 * 1024, 0);
        List<Socket> stalled = new ArrayList<>();
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane plane =
                        new TestPlane(Blueprint.of(scarce).finTimeout(Duration.ofMinutes(1)), backend.address());
                Socket good = plane.connect(0)) {
            assertThat(TestPlane.echoes(good)).isTrue();
            backend.behave(peer -> {
                byte[] chunk = new byte[256 * 1024];
                while (true) {
                    peer.send(chunk);
                }
            });
            for (int i = 0; i < BUFFERS; i++) {
                stalled.add(plane.connect(4 * 1024));
            }
            Patience.until("all buffers to be held by who reads nothing")
                    .until(() -> plane.loops.loop(0).buffersLeased() == BUFFERS);
            assertThat(TestPlane.echoes(good)).isTrue();
            assertThat(plane.records)
                    .isNotEmpty()
                    .hasSizeLessThan(BUFFERS)
                    .allSatisfy(record -> assertThat(record.reason()).isEqualTo(CloseReason.STALLED));
            assertThat(plane.troubles).isNotEmpty().allMatch(each -> each.contains("stall-timeout"));
            assertThat(plane.faults).isEmpty();
        } finally {
            for (Socket client : stalled) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void whoReadsNothingStaysWhileNobodyWaits(LoopSettings.Kind kind) throws Exception {
        LoopSettings enough = new LoopSettings(1, kind, 64 * 1024, 16 * 64 * 1024, 64 * 1024, 0);
        try (FakeBackend backend = FakeBackend.start(peer -> peer.send(new byte[16 * 1024 * 1024]));
                TestPlane plane =
                        new TestPlane(Blueprint.of(enough).finTimeout(Duration.ofMinutes(1)), backend.address());
                Socket client = plane.connect(64 * 1024)) {
            Patience.until("a buffer to be held")
                    .until(() -> plane.loops.loop(0).buffersLeased() == 1);
            long until = System.nanoTime() + BufferRelief.HELD_NANOS + 1_500_000_000L;
            Patience.until("the time to be over in which it might be reset").until(() -> System.nanoTime() > until);
            assertThat(client.getInputStream().readNBytes(16 * 1024 * 1024)).hasSize(16 * 1024 * 1024);
        }
    }
}
