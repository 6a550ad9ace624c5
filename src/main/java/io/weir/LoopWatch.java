package io.weir;

import io.weir.admin.LoopPulse;
import io.weir.observe.Buckets;
import io.weir.observe.Histogram;
import io.weir.transport.EventLoop;
import io.weir.transport.EventLoops;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Looks at every loop once a second: how long a ready socket may have waited. Keeps what it saw for as long as a scraper
 * usually takes to come back, so that a short hold-up is not missed between two scrapes; one that still goes on is told
 * while it does. And counts the seconds by what was seen in them, which tells one long wait a day from one a second. Any
 * thread may read.
 */
final class LoopWatch {
    /** Looks that are kept, and so seconds. */
    static final int KEPT = 15;

    private final EventLoops loops;
    private final AtomicLongArray seen;
    private final List<Histogram> seconds;
    private int looks;

    LoopWatch(EventLoops loops) {
        this.loops = loops;
        this.seen = new AtomicLongArray(loops.count() * KEPT);
        this.seconds = Stream.generate(() -> new Histogram(Buckets.LAG))
                .limit(loops.count())
                .toList();
    }

    /** To be called once a second, by one thread. */
    void look() {
        int slot = looks++ % KEPT;
        for (EventLoop loop : loops.all()) {
            long longest = loop.takeLongestTurn();
            seen.set(loop.index() * KEPT + slot, longest);
            seconds.get(loop.index()).record(longest);
        }
    }

    List<LoopPulse> pulses() {
        long now = System.nanoTime();
        return loops.all().stream()
                .map(loop -> new LoopPulse(
                        loop.index(),
                        Math.max(longest(loop.index()), loop.inTurnNanos(now)),
                        seconds.get(loop.index()).total(),
                        Math.max(0, now - loop.turnedAt()),
                        new LoopPulse.Leases(loop.buffersLeased(), loop.buffersSpare()),
                        loop.buffersAwaited(),
                        new LoopPulse.Leases(loop.pipesLeased(), loop.pipesSpare())))
                .toList();
    }

    private long longest(int loop) {
        long longest = 0;
        for (int i = 0; i < KEPT; i++) {
            longest = Math.max(longest, seen.get(loop * KEPT + i));
        }
        return longest;
    }
}
