package io.weir.it;

import io.weir.kit.Ending;
import io.weir.kit.Manner;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Short connections at a steady rate: each asks, reads an answer of a known length to the FIN, and ends. The backend
 * ends first, so that the ports that rest after a connection are not the ones new connections need. Started on a
 * schedule, not one after another, so that a slow answer delays nobody (coordinated omission); at most 2000 are open.
 */
final class StormLoad {
    private static final int QUESTION = 48;
    private static final int ANSWER = 300;
    private static final int MOST_OPEN = 2000;
    private static final String IDLE = "i";

    /** The backend's part, for short connections and idle ones: the first byte says which. */
    static final Manner ANSWER_AND_CLOSE = peer -> {
        String first = peer.receive(1);
        if (first.equals(IDLE)) {
            peer.send(IDLE);
            peer.in().transferTo(peer.out());
        } else {
            peer.in().readNBytes(QUESTION - 1);
            peer.send("a".repeat(ANSWER));
        }
    };

    private final List<InetSocketAddress> targets;
    private final int rate;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore open = new Semaphore(MOST_OPEN);
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean over;

    StormLoad(List<InetSocketAddress> targets, int rate) {
        this.targets = targets;
        this.rate = rate;
    }

    /** Opens a connection that stays open and proves that it is joined. */
    static Peer idle(InetSocketAddress at) throws IOException {
        Peer peer = Peer.dial(at);
        peer.echo(IDLE);
        return peer;
    }

    /** An idle connection still carries bytes. */
    static void assertAlive(Peer idle) throws IOException {
        idle.echo("still here");
    }

    /** Runs for the time, calling back about once a second, and waits for what is under way. */
    void run(Duration time, Runnable eachSecond) throws InterruptedException {
        long start = System.nanoTime();
        long total = rate * time.toSeconds();
        for (long i = 0; i < total; i++) {
            next(start, i);
            if (i % rate == 0) {
                eachSecond.run();
            }
            if (System.nanoTime() - start > time.toNanos() * 5 / 4) {
                break;
            }
        }
        await();
        eachSecond.run();
    }

    /** Goes on in the background until {@link #end}. */
    StormLoad begin() {
        Thread.ofPlatform().name("storm").daemon().start(() -> {
            long start = System.nanoTime();
            try {
                for (long i = 0; !over; i++) {
                    next(start, i);
                }
            } catch (InterruptedException e) {
                fail("the load was interrupted");
            }
            idle.countDown();
        });
        return this;
    }

    /** Begins no further connection and waits for those under way. */
    void end() throws InterruptedException {
        over = true;
        idle.await();
        await();
    }

    private void next(long start, long i) throws InterruptedException {
        long due = start + i * 1_000_000_000L / rate;
        long ahead = due - System.nanoTime();
        if (ahead > 200_000) {
            LockSupport.parkNanos(ahead);
        }
        open.acquire();
        InetSocketAddress target = targets.get((int) (i % targets.size()));
        Thread.ofVirtual().start(() -> one(target));
    }

    private void await() throws InterruptedException {
        if (open.tryAcquire(MOST_OPEN, Patience.seconds(30).toMillis(), TimeUnit.MILLISECONDS)) {
            open.release(MOST_OPEN);
        } else {
            fail("some connections did not end within 30 s");
        }
    }

    private void one(InetSocketAddress target) {
        long start = System.nanoTime();
        try (Peer peer = Peer.dial(target)) {
            peer.send("q".repeat(QUESTION));
            Ending ending = peer.ending();
            if (ending.how() != Ending.How.FIN || ending.bytes().length != ANSWER) {
                fail(ending.toString());
            }
        } catch (IOException e) {
            fail(e.toString());
        } finally {
            long millis = (System.nanoTime() - start) / 1_000_000;
            slowest.accumulateAndGet(millis, Math::max);
            done.incrementAndGet();
            open.release();
        }
    }

    private void fail(String why) {
        if (failed.incrementAndGet() <= 10) {
            failures.add(why);
        }
    }

    /** The first ten failures. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    long failed() {
        return failed.get();
    }

    /** Connections that ended, failed ones too. */
    long done() {
        return done.get();
    }

    long slowestMillis() {
        return slowest.get();
    }
}
