package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Ending;
import io.weir.kit.Manner;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Short connections at a steady rate: each asks a question of its own, reads the answer to that very question to the FIN, and
 * ends. The backend ends first, so that the ports that rest after a connection are not the ones new connections need. Started
 * on a schedule, not one after another, so that a slow answer delays nobody (coordinated omission); at most 2000 are open.
 */
final class StormLoad implements AutoCloseable {
    private static final int QUESTION = 48;
    /** With the number of the connection. */
    private static final String QUESTIONS = "q%0" + (QUESTION - 1) + "d";

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
            peer.send(answer(first + peer.receive(QUESTION - 1)));
        }
    };

    private final Supplier<List<InetSocketAddress>> targets;
    private final int rate;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Map<InetSocketAddress, LongAdder> carried = new ConcurrentHashMap<>();
    private final AtomicReference<Slow> slowest = new AtomicReference<>(Slow.NONE);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore open = new Semaphore(MOST_OPEN);
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean over;
    private volatile long begun;
    private volatile long timedFrom = System.nanoTime();

    /** In turn to each of them. */
    StormLoad(List<InetSocketAddress> targets, int rate) {
        this(() -> targets, rate);
        targets.forEach(each -> carried.put(each, new LongAdder()));
    }

    /** In turn to each of those that are named at the moment. */
    StormLoad(Supplier<List<InetSocketAddress>> targets, int rate) {
        this.targets = targets;
        this.rate = rate;
    }

    private static String answer(String question) {
        return question.repeat(1 + ANSWER / QUESTION).substring(0, ANSWER);
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
        begun = System.nanoTime();
        long total = rate * time.toSeconds();
        for (long i = 0; i < total; i++) {
            next(begun, i);
            if (i % rate == 0) {
                eachSecond.run();
            }
            if (System.nanoTime() - begun > time.toNanos() * 5 / 4) {
                break;
            }
        }
        await();
        eachSecond.run();
    }

    /** Goes on in the background until {@link #end}. */
    StormLoad begin() {
        begun = System.nanoTime();
        Thread.ofPlatform().name("storm").daemon().start(() -> {
            try {
                for (long i = 0; !over; i++) {
                    next(begun, i);
                }
            } catch (InterruptedException e) {
                fail("the load was interrupted");
            }
            idle.countDown();
        });
        return this;
    }

    /**
     * It has run for a second and all that was due a fifth of a second ago has been answered: those it goes to have warmed up,
     * and what is counted from here on is held up by nothing but what happens from here on.
     */
    void awaitPace() {
        Patience.until("the load to be on its schedule").untilAsserted(() -> {
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(seconds).isGreaterThan(1);
            assertThat((double) done())
                    .as("done in %.1f s, the slowest %s; failed: %s", seconds, slowest.get(), failures)
                    .isGreaterThanOrEqualTo(rate * (seconds - 0.2));
        });
    }

    /** The slowest is looked for among those that begin from now on. */
    void timeAnew() {
        timedFrom = System.nanoTime();
        slowest.set(Slow.NONE);
    }

    /** Begins no further connection and waits for those under way. */
    void end() throws InterruptedException {
        over = true;
        idle.await();
        await();
    }

    /** Begins no further connection, and waits for none: for when a test has failed. */
    @Override
    public void close() {
        over = true;
    }

    private void next(long start, long i) throws InterruptedException {
        long due = start + i * 1_000_000_000L / rate;
        long ahead = due - System.nanoTime();
        if (ahead > 200_000) {
            LockSupport.parkNanos(ahead);
        }
        open.acquire();
        Thread.ofVirtual().start(() -> one(i));
    }

    private void await() throws InterruptedException {
        if (open.tryAcquire(MOST_OPEN, Patience.seconds(30).toMillis(), TimeUnit.MILLISECONDS)) {
            open.release(MOST_OPEN);
        } else {
            fail("some connections did not end within 30 s");
        }
    }

    private void one(long number) {
        try {
            List<InetSocketAddress> now = targets.get();
            if (now.isEmpty()) {
                fail("number " + number + " has nowhere to go");
            } else {
                one(number, now.get((int) (number % now.size())));
            }
        } finally {
            done.incrementAndGet();
            open.release();
        }
    }

    private void one(long number, InetSocketAddress target) {
        String question = QUESTIONS.formatted(number);
        long start = System.nanoTime();
        long connected = start;
        try (Peer peer = Peer.dial(target)) {
            connected = System.nanoTime();
            peer.send(question);
            Ending ending = peer.ending();
            if (ending.how() == Ending.How.FIN && ending.text().equals(answer(question))) {
                carried.computeIfAbsent(target, any -> new LongAdder()).increment();
            } else {
                fail("number " + number + " through " + target + ": " + ending);
            }
        } catch (IOException e) {
            fail("number " + number + " through " + target + ": " + e);
        } finally {
            timed(number, target, start, connected, System.nanoTime());
        }
    }

    private void timed(long number, InetSocketAddress target, long start, long connected, long ended) {
        long took = (ended - start) / 1_000_000;
        if (start - timedFrom >= 0 && took > slowest.get().took) {
            String which = "number " + number + " through " + target;
            Slow slow = new Slow(took, (connected - start) / 1_000_000, (start - begun) / 1_000_000, which);
            slowest.accumulateAndGet(slow, (a, b) -> b.took > a.took ? b : a);
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

    /** How many were answered in full, by the node they went through. */
    Map<InetSocketAddress, Long> carried() {
        return carried.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().sum()));
    }

    long slowestMillis() {
        return slowest.get().took;
    }

    /** Which was the slowest and what it waited for. */
    String slowest() {
        return slowest.get().toString();
    }

    /** One connection: milliseconds until its end, until it was connected, and since the load began. */
    private record Slow(long took, long toConnect, long at, String which) {
        static final Slow NONE = new Slow(0, 0, 0, "none");

        @Override
        public String toString() {
            return "%d ms, of which %d to connect, %d ms after the load began: %s"
                    .formatted(took, toConnect, at, which);
        }
    }
}
