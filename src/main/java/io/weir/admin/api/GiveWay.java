package io.weir.admin.api;

import io.weir.observe.NanoClock;

/**
 * Whoever makes something long for the admin port calls this between its pieces: it lets others that wait for this
 * processor run first, event loops above all. Without it the scheduler lets the thread that answers end its slice, some
 * 3 ms, before a loop that has become ready. Where others take longer than a loop does for what came, they use up their
 * own slices; then it is this thread's turn for a while, so that an answer is not put off by each of its pieces. It
 * costs a look at the clock, and a system call each time it gives way. Belongs to one thread at a time.
 */
public final class GiveWay {
    static final long EVERY_NANOS = 50_000;
    static final long LONG_NANOS = 1_000_000;
    static final long TURN_NANOS = 50_000_000;

    private final NanoClock clock;
    private final Runnable yield;
    private long due;

    /** On the system's own clock and scheduler. */
    public GiveWay() {
        this(NanoClock.system(), GiveWay::letOthersRun);
    }

    /**
     * @param clock tells when it is due
     * @param yield lets others run
     */
    public GiveWay(NanoClock clock, Runnable yield) {
        this.clock = clock;
        this.yield = yield;
        this.due = clock.nanoTime() + EVERY_NANOS;
    }

    /** Between two pieces of one thing, or two things: gives way every 50 µs. */
    public void between() {
        long now = clock.nanoTime();
        if (now - due < 0) {
            return;
        }
        yield.run();
        long back = clock.nanoTime();
        due = back + (back - now > LONG_NANOS ? TURN_NANOS : EVERY_NANOS);
    }

    @SuppressWarnings("ThreadPriorityCheck") // no correctness hangs on it, only who comes first
    private static void letOthersRun() {
        Thread.yield();
    }
}
