package io.weir.observe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says a thing at most once a second, for troubles that come by the thousand; the next line tells how many were kept
 * back. Any thread may call it, nobody waits, and a message that is not said is not made.
 */
public final class OncePerSecond {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<String> to;
    private final NanoClock clock;
    private final AtomicLong next;
    private final AtomicLong unsaid = new AtomicLong();

    /**
     * Says nothing yet.
     *
     * @param to takes what is said, for example {@code log::warn}
     * @param clock tells the time
     */
    public OncePerSecond(Consumer<String> to, NanoClock clock) {
        this.to = to;
        this.clock = clock;
        this.next = new AtomicLong(clock.nanoTime());
    }

    /** Says it, unless something was said less than a second ago. */
    public void say(Supplier<String> message) {
        long now = clock.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + SECOND)) {
            long more = unsaid.getAndSet(0);
            String said = message.get();
            to.accept(more == 0 ? said : said + " (and " + more + " times more since this was last said)");
        } else {
            unsaid.incrementAndGet();
        }
    }
}
