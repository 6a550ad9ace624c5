package io.weir.bench;

import io.weir.model.CloseReason;
import io.weir.observe.BackendMeter;
import io.weir.observe.ListenerMeter;
import io.weir.observe.LoopMeters;
import io.weir.observe.Meters;
import io.weir.observe.PoolMeter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What counting costs an event loop. Run with one and with two threads, each of which is a loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MeterBench {
    private final Meters meters = new Meters(8);
    private final AtomicInteger next = new AtomicInteger();

    /** A loop's own meters, and times to record. */
    @State(Scope.Thread)
    public static class Loop {
        LoopMeters meters;
        ListenerMeter listener;
        PoolMeter pool;
        long nanos;

        /** Takes the next free loop. */
        @Setup
        public void take(MeterBench bench) {
            meters = bench.meters.loop(bench.next.getAndIncrement() % 8);
            listener = meters.listener("web");
            pool = meters.pool("web");
        }

        long time() {
            nanos = (nanos * 31 + 17) & 0xfff_ffff;
            return nanos;
        }
    }

    /** One observation of a histogram. */
    @Benchmark
    public void histogram(Loop loop) {
        loop.pool.connectTook(loop.time());
    }

    /** The bytes of one read and one write. */
    @Benchmark
    public void bytes(Loop loop) {
        loop.listener.received(100);
        loop.listener.sent(200);
    }

    /** All that is counted in a short connection's life, look-ups included. */
    @Benchmark
    public void connection(Loop loop) {
        ListenerMeter listener = loop.meters.listener("web");
        listener.opened();
        loop.meters.pool("web").connectTook(loop.time());
        BackendMeter backend = loop.meters.backend("web", "b1");
        backend.opened();
        listener.received(100);
        backend.sent(100);
        backend.received(200);
        listener.sent(200);
        backend.closed();
        listener.closed("web", CloseReason.CLIENT_CLOSED, loop.time());
    }
}
