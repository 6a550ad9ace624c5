package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.observe.AccessRecord;
import io.weir.transport.LoopSettings;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the record says of the way to a backend. */
class DialTimeTest {
    private static final Duration BACKOFF = Duration.ofMillis(300);

    @Test
    void isThatOfTheDialThatSucceededWithoutTheOnesBeforeAndTheWaits() throws Exception {
        try (ClosedPort refuses = ClosedPort.take();
                FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane plane = new TestPlane(
                        Blueprint.of(LoopSettings.Kind.AUTO).backoff(BACKOFF), refuses.address(), backend.address())) {
            AccessRecord record = record(plane);
            // The machine may hold one up, but not three
            for (int i = 0; i < 2 && record.connectNanos() > BACKOFF.toNanos() / 2; i++) {
                record = record(plane);
            }
            assertThat(record.connectNanos()).isBetween(1L, BACKOFF.toNanos() / 2);
        }
    }

    private static AccessRecord record(TestPlane plane) throws Exception {
        try (Socket client = plane.connect(0)) {
            assertThat(TestPlane.echoes(client)).isTrue();
        }
        Patience.until("the record").until(() -> !plane.records.isEmpty());
        AccessRecord record = plane.records.remove();
        assertThat(record.attempts()).isEqualTo(2);
        assertThat(record.durationNanos()).isGreaterThan(BACKOFF.toNanos());
        return record;
    }
}
