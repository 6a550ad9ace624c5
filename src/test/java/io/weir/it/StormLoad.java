package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Manner;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Short connections at a steady rate: each asks a question of its own, reads the answer to that very question to the FIN, and
 * ends. The backend ends first, so that the ports that rest after a connection are not the ones new connections need. Started
 * on a schedule, not one after another, so that a slow answer delays nobody (coordinated omission); at most 2000 are open. One
 * thread does it all: threads that wake one another would take more of a small machine than the nodes do.
 */
final class StormLoad implements AutoCloseable {
    static final char IDLE = 'i';
    private static final int MOST_OPEN = 2000;
    private static final Duration CONNECT = Patience.seconds(10);
    private static final Duration END = Patience.seconds(30);

    /** The backend's part, where a test wants it to be one of {@link io.weir.kit.FakeBackend}. */
    static final Manner ANSWER_AND_CLOSE = peer -> {
        String first = peer.receive(1);
        if (first.charAt(0) == IDLE) {
            peer.send(first);
            peer.in().transferTo(peer.out());
        } else {
            String question = first + peer.receive(StormConnection.QUESTION - 1);
            peer.send(StormConnection.answer(question.getBytes(StandardCharsets.ISO_8859_1)));
        }
    };

    private final Supplier<List<InetSocketAddress>> targets;
    private final int rate;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Map<InetSocketAddress, LongAdder> carried = new ConcurrentHashMap<>();
    private final AtomicReference<Slow> slowest = new AtomicReference<>(Slow.NONE);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Of the load's thread alone. */
    private final Set<StormConnection> open = new LinkedHashSet<>();

    private long lastLook = System.nanoTime();
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

    /** Opens a connection that stays open and proves that it is joined. */
    static Peer idle(InetSocketAddress at) throws IOException {
        Peer peer = Peer.dial(at);
        peer.echo(String.valueOf(IDLE));
        return peer;
    }

    /** An idle connection still carries bytes. */
    static void assertAlive(Peer idle) throws IOException {
        idle.echo("still here");
    }

    /** Begins what is due in the time, somewhat late where the machine holds it up, calls back about once a second, and waits for what is under way. */
    void run(Duration time, Runnable eachSecond) throws InterruptedException {
        begin(rate * time.toSeconds(), time.multipliedBy(5).dividedBy(4).plus(Patience.seconds(3)));
        do {
            eachSecond.run();
        } while (!ended.await(1, TimeUnit.SECONDS));
        eachSecond.run();
    }

    /** Goes on in the background until {@link #end}. */
    StormLoad begin() {
        return begin(Long.MAX_VALUE, Duration.ofDays(1));
    }

    private StormLoad begin(long total, Duration longest) {
        begun = System.nanoTime();
        Thread.ofPlatform().name("storm").daemon().start(() -> {
            try (Selector selector = Selector.open()) {
                drive(selector, total, begun + longest.toNanos());
            } catch (IOException | RuntimeException e) {
                fail("the load came to an end: " + e);
            } finally {
                open.forEach(StormConnection::close);
                ended.countDown();
            }
        });
        return this;
    }

    private void drive(Selector selector, long total, long until) throws IOException {
        long next = 0;
        while (true) {
            long now = System.nanoTime();
            boolean more = !over && next < total && now - until < 0;
            if (!more && open.isEmpty()) {
                return;
            }
            while (more && open.size() < MOST_OPEN && due(next) - now <= 0) {
                one(selector, next++);
                more = next < total;
            }
            boolean full = open.size() >= MOST_OPEN;
            long wait = more && !full ? Math.ceilDiv(due(next) - System.nanoTime(), 1_000_000L) : 100;
            if (wait <= 0) {
                selector.selectNow(this::ready);
            } else {
                selector.select(this::ready, Math.min(wait, 100));
            }
            endLate();
        }
    }

    private long due(long number) {
        return begun + number * 1_000_000_000L / rate;
    }

    private void one(Selector selector, long number) {
        List<InetSocketAddress> now = targets.get();
        if (now.isEmpty()) {
            fail("number " + number + " has nowhere to go");
            done.incrementAndGet();
            return;
        }
        InetSocketAddress target = now.get((int) (number % now.size()));
        try {
            StormConnection connection = new StormConnection(number, target);
            open.add(connection);
            settle(connection, connection.begin(selector));
        } catch (IOException e) {
            fail("number " + number + " through " + target + ": " + e);
            done.incrementAndGet();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof StormConnection connection) {
            settle(connection, connection.step());
        }
    }

    @SuppressWarnings("ReferenceEquality") // Its outcomes, not words like them
    private void settle(StormConnection connection, String outcome) {
        if (outcome == StormConnection.UNDER_WAY) {
            return;
        }
        connection.close();
        open.remove(connection);
        if (outcome == StormConnection.ANSWERED) {
            carried.computeIfAbsent(connection.target, any -> new LongAdder()).increment();
        } else {
            fail("number " + connection.number + " through " + connection.target + ": " + outcome);
        }
        timed(connection, System.nanoTime());
        done.incrementAndGet();
    }

    /** Looked for ten times a second: a connection that takes so long has failed. */
    private void endLate() {
        long now = System.nanoTime();
        if (now - lastLook < 100_000_000) {
            return;
        }
        lastLook = now;
        for (StormConnection each : List.copyOf(open)) {
            Duration most = each.isConnected() ? END : CONNECT;
            if (now - each.start > most.toNanos()) {
                settle(each, each.standing() + " in " + most.toSeconds() + " s");
            }
        }
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
        if (!ended.await(2 * END.toMillis(), TimeUnit.MILLISECONDS)) {
            fail("the load did not end");
        }
    }

    /** Begins no further connection, and waits for none: for when a test has failed. */
    @Override
    public void close() {
        over = true;
    }

    private void timed(StormConnection connection, long now) {
        long took = (now - connection.start) / 1_000_000;
        if (connection.start - timedFrom >= 0 && took > slowest.get().took) {
            String which = "number " + connection.number + " through " + connection.target;
            Slow slow = new Slow(
                    took, connection.toConnect(now) / 1_000_000, (connection.start - begun) / 1_000_000, which);
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
