package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A drained backend by what it notices: whichever node was told, no connection that any node takes later than a second after
 * the answer comes to it. Several are drained and set back at a time, each through one node after the other. With
 * {@code -Dweir.effect.tries=500}, {@code .nodes=10} and {@code .rate=20} (a node and second) for longer runs.
 */
class ChangesByEffectIT {
    private static final int TRIES = Integer.getInteger("weir.effect.tries", 25);
    private static final int NODES = Integer.getInteger("weir.effect.nodes", 3);
    private static final int RATE = Integer.getInteger("weir.effect.rate", 100);
    private static final int VICTIMS = 5;
    private static final int ASKED = 20;
    private static final long LATEST = Duration.ofSeconds(1).toNanos();
    /** After that second the drained backend is watched for so long. */
    private static final Duration WATCHED = Duration.ofMillis(500);

    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<Victim> victims =
            IntStream.range(0, VICTIMS).mapToObj(Victim::new).toList();
    private FakeBackend stays;
    private WeirCluster cluster;
    private volatile boolean over;

    /** A backend that knows when each of its connections was begun, and through which node. */
    private static final class Victim {
        private final int number;
        /** When the last connection through each node was begun. */
        private final AtomicLongArray begun = new AtomicLongArray(NODES);

        private final FakeBackend backend = FakeBackend.start(peer -> note(peer.receive(ASKED), peer));

        Victim(int number) {
            this.number = number;
        }

        private void note(String question, Peer peer) throws IOException {
            String[] words = question.trim().split(" ");
            begun.accumulateAndGet(Integer.parseInt(words[0]), Long.parseLong(words[1]), Math::max);
            peer.send("a");
        }

        long last() {
            return IntStream.range(0, NODES).mapToLong(begun::get).max().orElseThrow();
        }

        boolean servedByAllSince(long nanos) {
            return IntStream.range(0, NODES).allMatch(node -> begun.get(node) > nanos);
        }
    }

    @BeforeEach
    void start() {
        stays = FakeBackend.start(peer -> {
            peer.receive(ASKED);
            peer.send("a");
        });
        cluster = WeirCluster.start(NODES, Transport.NATIVE, this::furnish);
    }

    @AfterEach
    void end() {
        over = true;
        cluster.close();
        stays.close();
        victims.forEach(victim -> victim.backend.close());
    }

    private void furnish(WeirFile file, int node) {
        List<String> backends = new ArrayList<>(List.of("{ address = \"" + stays.hostPort() + "\", id = stays }"));
        victims.forEach(victim ->
                backends.add("{ address = \"%s\", id = v%d }".formatted(victim.backend.hostPort(), victim.number)));
        file.service("web", backends.toArray(String[]::new));
    }

    @Test
    @Tag("contract-6")
    @Tag("peers-52")
    void aSecondAfterTheAnswerNoNodeSendsAConnectionToWhatWasDrained() throws InterruptedException {
        List<InetSocketAddress> listeners = cluster.listeners("web");
        List<Thread> threads = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            int each = node;
            threads.add(Thread.ofPlatform().daemon().start(() -> load(each, listeners.get(each))));
        }
        List<Thread> admins = victims.stream()
                .map(victim -> Thread.ofPlatform().daemon().start(() -> tryOn(victim)))
                .toList();
        for (Thread admin : admins) {
            admin.join();
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "%d tries over %d nodes, %d connections: the last one to a drained backend was begun %d ms after the answer%n",
                tries.get(), NODES, connections.get(), slowest.get() / 1_000_000);
        assertThat(faults).isEmpty();
        assertThat(tries.get()).isGreaterThanOrEqualTo(TRIES);
    }

    private void tryOn(Victim victim) {
        try {
            for (int i = victim.number; tries.getAndIncrement() < TRIES; i++) {
                say(victim, i % NODES, "draining");
                long answered = System.nanoTime();
                LockSupport.parkNanos(LATEST + WATCHED.toNanos());
                long late = victim.last() - answered;
                slowest.accumulateAndGet(late, Math::max);
                if (late > LATEST) {
                    faults.add("v%d was sent a connection %d ms after it was drained"
                            .formatted(victim.number, late / 1_000_000));
                }
                say(victim, (i + 1) % NODES, "ready");
                long ready = System.nanoTime();
                Patience.until("v" + victim.number + " to be used by all nodes", 10)
                        .until(() -> victim.servedByAllSince(ready));
            }
        } catch (RuntimeException | AssertionError fault) {
            faults.add(fault.toString());
        }
    }

    private void say(Victim victim, int node, String state) {
        int status = cluster.node(node)
                .admin()
                .ask("PATCH", "/api/v1/pools/web/backends/v" + victim.number, "{\"state\":\"" + state + "\"}")
                .status();
        if (status != 200) {
            throw new AssertionError("status " + status);
        }
    }

    private void load(int node, InetSocketAddress at) {
        long start = System.nanoTime();
        for (long i = 0; !over; i++) {
            long ahead = start + i * 1_000_000_000L / RATE - System.nanoTime();
            if (ahead > 0) {
                LockSupport.parkNanos(ahead);
            }
            Thread.ofVirtual().start(() -> connect(node, at));
        }
    }

    private void connect(int node, InetSocketAddress at) {
        long begun = System.nanoTime();
        try (Peer peer = Peer.dial(at)) {
            peer.send(("%-" + ASKED + "s").formatted(node + " " + begun));
            if (!peer.receive(1).equals("a")) {
                faults.add("another answer");
            }
            connections.incrementAndGet();
        } catch (IOException e) {
            if (!over) {
                faults.add(e.toString());
            }
        }
    }
}
