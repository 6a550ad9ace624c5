package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Ending;
import io.weir.kit.Patience;
import io.weir.kit.Payload;
import io.weir.kit.Peer;
import io.weir.kit.Seed;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * Long connections that exchange blocks of seeded bytes with a backend that echoes, about one a second each, and compare every
 * byte that comes back. What goes wrong first on a connection ends it and is kept: a wrong byte, an end, an answer that does not
 * come. The first byte of each asks {@link StormLoad#ANSWER_AND_CLOSE} to echo.
 */
final class LongLoad {
    private static final int LARGEST = 4096;
    private static final int PACE_MILLIS = 1000;
    private static final long ENDLESS = 1L << 40;
    /** Longer than any process here stands still. */
    private static final Duration SILENCE = Patience.seconds(90);

    private final Seed seed = Seed.fresh();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final LongAdder blocks = new LongAdder();
    private final AtomicLong slowest = new AtomicLong();
    private final Map<Integer, String> failures = new ConcurrentSkipListMap<>();

    private LongLoad() {}

    /** Opens so many to each, all of which have reached the backend when this returns. */
    static LongLoad begin(List<InetSocketAddress> targets, int each) throws IOException {
        LongLoad load = new LongLoad();
        for (InetSocketAddress target : targets) {
            for (int i = 0; i < each; i++) {
                load.open(target);
            }
        }
        return load;
    }

    private void open(InetSocketAddress at) throws IOException {
        Peer peer = StormLoad.idle(at);
        peer.readTimeout(SILENCE);
        int number = threads.size();
        threads.add(Thread.ofVirtual().start(() -> {
            try (peer) {
                exchange(peer, number);
            } catch (IOException | AssertionError wrong) {
                failures.put(number, "long connection " + number + " through " + at + ": " + wrong + "; " + seed);
            } catch (InterruptedException e) {
                failures.put(number, "interrupted");
            }
        }));
    }

    private void exchange(Peer peer, int number) throws IOException, InterruptedException {
        RandomGenerator random = seed.random(number);
        Payload payload = seed.payload(number, ENDLESS);
        long at = 0;
        do {
            byte[] block = payload.slice(at, random.nextInt(1, LARGEST + 1));
            long asked = System.nanoTime();
            peer.send(block);
            byte[] back = peer.in().readNBytes(block.length);
            payload.check(at, back, back.length);
            if (back.length < block.length) {
                throw new EOFException("ended after " + (at + back.length) + " bytes");
            }
            at += block.length;
            slowest.accumulateAndGet((System.nanoTime() - asked) / 1_000_000, Math::max);
            blocks.increment();
        } while (!over.await(random.nextInt(2 * PACE_MILLIS), TimeUnit.MILLISECONDS));
        peer.finish();
        Ending ending = peer.ending();
        if (ending.how() != Ending.How.FIN || ending.bytes().length > 0) {
            throw new AssertionError("where a FIN was due: " + ending);
        }
    }

    /** What went wrong first on each that something went wrong on. */
    List<String> failures() {
        return List.copyOf(failures.values());
    }

    /** How many go on. */
    int living() {
        return threads.size() - failures.size();
    }

    /** Ends each after the block it is at, with a FIN that must come back. */
    void end() throws InterruptedException {
        over.countDown();
        for (Thread thread : threads) {
            assertThat(thread.join(SILENCE)).as("a long connection ends").isTrue();
        }
    }

    /** Ends them, and asserts that nothing ever went wrong on any, and that none waited so long for a block. */
    void endWhole(String what, Duration longest) throws InterruptedException {
        end();
        System.out.printf(
                "%s: %d blocks over %d long connections, the slowest in %d ms%n",
                what, blocks.sum(), threads.size(), slowest.get());
        assertThat(failures()).as(what).isEmpty();
        assertThat(slowest()).as("the slowest block, %s", what).isLessThan(longest);
    }

    /** The longest that any had to wait for a block. */
    Duration slowest() {
        return Duration.ofMillis(slowest.get());
    }
}
