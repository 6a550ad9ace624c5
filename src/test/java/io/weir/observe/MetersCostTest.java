package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.model.CloseReason;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What counting costs on a connection's way, in what can be counted: nothing is allocated and nothing is locked. */
class MetersCostTest {
    private static final int CONNECTIONS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Meters meters = new Meters(1);

    private void live(int connection) {
        LoopMeters loop = meters.loop(0);
        ListenerMeter listener = loop.listener("web");
        listener.opened();
        PoolMeter pool = loop.pool("web");
        BackendMeter backend = loop.backend("web", "b1");
        pool.connectTook(connection * 1_000L);
        backend.opened();
        listener.received(100);
        backend.sent(100);
        backend.received(200);
        listener.sent(200);
        backend.closed();
        listener.closed("web", CloseReason.CLIENT_CLOSED, connection * 100_000L);
    }

    @Test
    void aConnectionsCountsAndHistogramsAllocateNothing() {
        long all = 0;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CONNECTIONS; i++) {
                live(i);
            }
            all = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(all).as("bytes for %d connections", CONNECTIONS).isLessThan(CONNECTIONS);
        assertThat(meters.read().listeners().get("web").durations().count()).isEqualTo(5L * CONNECTIONS);
    }

    @Test
    void aWriterWaitsForNoReader() {
        long blockedBefore =
                threads.getThreadInfo(Thread.currentThread().threadId()).getBlockedCount();
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                meters.read();
            }
        });
        for (int i = 0; i < 10 * CONNECTIONS; i++) {
            live(i);
        }
        reader.interrupt();
        assertThat(threads.getThreadInfo(Thread.currentThread().threadId()).getBlockedCount())
                .isEqualTo(blockedBefore);
    }
}
