package io.weir;

import io.weir.admin.LoopPulse;
import io.weir.transport.EventLoop;
import io.weir.transport.EventLoops;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Looks at every loop once a second: how long a ready socket may have waited. Any thread may read. */
final class LoopWatch {
    private final EventLoops loops;
    private final AtomicLongArray lag;

    LoopWatch(EventLoops loops) {
        this.loops = loops;
        this.lag = new AtomicLongArray(loops.count());
    }

    /** To be called once a second. */
    void look() {
        for (EventLoop loop : loops.all()) {
            lag.set(loop.index(), loop.takeLongestTurn());
        }
    }

    List<LoopPulse> pulses() {
        long now = System.nanoTime();
        return loops.all().stream()
                .map(loop -> new LoopPulse(
                        loop.index(),
                        lag.get(loop.index()),
                        Math.max(0, now - loop.turnedAt()),
                        new LoopPulse.Leases(loop.buffersLeased(), loop.buffersSpare()),
                        new LoopPulse.Leases(loop.pipesLeased(), loop.pipesSpare())))
                .toList();
    }
}
