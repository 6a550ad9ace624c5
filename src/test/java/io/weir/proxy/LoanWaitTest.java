package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import io.weir.observe.AccessRecord;
import io.weir.transport.LoopSettings;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a connection sees that comes while other nodes hold what is left of a cap. How long it waits is shown by the quickest of
 * some: any one may be held up by the machine, and none may be too quick.
 */
@Timeout(60)
class LoanWaitTest {
    private static final int CAP = 5;
    private static final int TRIES = 15;
    private static final int MORE_TRIES = 150;
    private static final long LEAST = 40_000_000;
    private static final long MOST = 50_000_000;

    private final AtomicInteger asked = new AtomicInteger();

    private Blueprint capped() {
        return Blueprint.of(LoopSettings.Kind.AUTO).cap(CAP, (pool, backend) -> asked.incrementAndGet());
    }

    /** What became of one client after the other, each of which reads what comes and closes. */
    private static List<AccessRecord> come(TestPlane plane, ToLongFunction<AccessRecord> took, long quickEnough)
            throws IOException {
        List<AccessRecord> all = new ArrayList<>();
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES || (quickest > quickEnough && i < MORE_TRIES); i++) {
            plane.backend("b0").allow(0);
            var _ = plane.backend("b0").takeTurnedAway();
            try (Socket client = plane.connect(0)) {
                var _ = client.getInputStream().read();
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("reset");
            }
            Patience.until("its record").until(() -> !plane.records.isEmpty());
            all.add(plane.records.remove());
            quickest = Math.min(quickest, took.applyAsLong(all.getLast()));
        }
        return all;
    }

    @Test
    @Tag("contract-13")
    void isRefusedAfterFiftyMillisecondsAtMostWhereThereIsNoBackup() throws Exception {
        try (FakeBackend full = FakeBackend.start(Manners.greeting("a"));
                TestPlane plane = new TestPlane(capped(), full.address())) {
            List<AccessRecord> refused = come(plane, AccessRecord::durationNanos, MOST);
            assertThat(refused).allSatisfy(record -> {
                assertThat(record.reason()).isEqualTo(CloseReason.BACKEND_FULL);
                assertThat(record.durationNanos()).isGreaterThanOrEqualTo(LEAST);
            });
            assertThat(Collections.min(
                            refused.stream().map(AccessRecord::durationNanos).toList()))
                    .isLessThanOrEqualTo(MOST);
            assertThat(asked).hasValueGreaterThanOrEqualTo(TRIES);
            assertThat(full.accepted()).isZero();
        }
    }

    @Test
    @Tag("contract-13")
    void goesToABackupAfterFiftyMillisecondsAtMost() throws Exception {
        try (FakeBackend full = FakeBackend.start(Manners.greeting("a"));
                FakeBackend spare = FakeBackend.start(Manners.greeting("z"));
                TestPlane plane = new TestPlane(capped().backup(), full.address(), spare.address())) {
            List<AccessRecord> served = come(plane, AccessRecord::firstByteNanos, MOST);
            assertThat(served).allSatisfy(record -> {
                assertThat(record.backend()).isEqualTo("b1");
                assertThat(record.firstByteNanos()).isGreaterThanOrEqualTo(LEAST);
            });
            assertThat(quickest(served)).isLessThanOrEqualTo(MOST);
            assertThat(asked).hasValueGreaterThanOrEqualTo(TRIES);
            assertThat(full.accepted()).isZero();
        }
    }

    @Test
    @Tag("contract-13")
    void isServedAsSoonAsTheLoanIsThere() throws Exception {
        AtomicReference<TestPlane> running = new AtomicReference<>();
        AtomicReference<BackendKey> lacking = new AtomicReference<>();
        Blueprint lent = Blueprint.of(LoopSettings.Kind.AUTO).backup().cap(CAP, (pool, backend) -> {
            lacking.set(backend);
            running.get().backend("b0").allow(1);
        });
        try (FakeBackend full = FakeBackend.start(Manners.greeting("a"));
                FakeBackend spare = FakeBackend.start(Manners.greeting("z"));
                TestPlane plane = new TestPlane(lent, full.address(), spare.address())) {
            running.set(plane);
            List<AccessRecord> served = come(plane, AccessRecord::firstByteNanos, LEAST / 2 - 1);
            assertThat(served).allSatisfy(record -> assertThat(record.backend()).isEqualTo("b0"));
            assertThat(quickest(served)).isLessThan(LEAST / 2);
            assertThat(lacking).hasValue(TestPlane.key("b0", full.address()));
            assertThat(spare.accepted()).isZero();
        }
    }

    @Test
    @Tag("contract-13")
    void neverWaitsWhereAnotherOfTheTierHasRoom() throws Exception {
        try (FakeBackend full = FakeBackend.start(Manners.greeting("a"));
                FakeBackend free = FakeBackend.start(Manners.greeting("b"));
                TestPlane plane = new TestPlane(capped(), full.address(), free.address())) {
            List<AccessRecord> served = come(plane, AccessRecord::firstByteNanos, LEAST / 2 - 1);
            assertThat(served).allSatisfy(record -> assertThat(record.backend()).isEqualTo("b1"));
            assertThat(quickest(served)).isLessThan(LEAST / 2);
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    @Tag("contract-13")
    void isAskedForBeforeItIsNeeded() throws Exception {
        try (FakeBackend roomy = FakeBackend.start(Manners.greeting("a"));
                TestPlane plane = new TestPlane(capped(), roomy.address())) {
            plane.backend("b0").allow(3);
            plane.backend("b0").callAt(2);
            try (Socket one = plane.connect(0)) {
                assertThat(one.getInputStream().read()).isEqualTo('a');
                assertThat(asked).hasValue(0);
                try (Socket two = plane.connect(0);
                        Socket three = plane.connect(0)) {
                    assertThat(two.getInputStream().read()).isEqualTo('a');
                    assertThat(three.getInputStream().read()).isEqualTo('a');
                    assertThat(asked).as("once, though there are more by now").hasValue(1);
                }
            }
        }
    }

    private static long quickest(List<AccessRecord> served) {
        return Collections.min(served.stream().map(AccessRecord::firstByteNanos).toList());
    }
}
