package io.weir.it;

import io.weir.kit.AdminPort;
import io.weir.kit.WeirProcess;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What stands before the nodes, such as a name server that looks whom to name: who says at {@code /ready} that he is ready gets
 * new connections, the others get none. Each node is asked ten times a second.
 */
final class Front implements AutoCloseable {
    private static final int EVERY_MILLIS = 100;
    private static final String LISTENER = "web";

    private final Map<WeirProcess, InetSocketAddress> ready = new ConcurrentHashMap<>();
    private final Queue<String> lapses = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Asks this process from now on, until it has ended. */
    void watch(WeirProcess node) {
        Thread.ofVirtual().name("front").start(() -> {
            try {
                while (node.alive() && !over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    look(node);
                }
            } catch (InterruptedException e) {
                lapses.add("the front was interrupted");
            }
            ready.remove(node);
        });
    }

    private void look(WeirProcess node) {
        String answer = answer(node);
        if (answer.isEmpty()) {
            ready.computeIfAbsent(node, any -> any.listener(LISTENER));
        } else if (ready.remove(node) != null) {
            lapses.add(answer);
        }
    }

    /** Nothing where it is ready, else why it is not. */
    private static String answer(WeirProcess node) {
        try {
            AdminPort.Answer answer = node.admin().get("/ready");
            return answer.status() == 200 ? "" : answer.status() + " " + answer.body();
        } catch (AssertionError | UncheckedIOException silent) {
            return silent.toString();
        }
    }

    /** Where the listeners of those are that are ready. */
    List<InetSocketAddress> ready() {
        return List.copyOf(ready.values());
    }

    /** What each said that was ready and then was not. */
    List<String> lapses() {
        return List.copyOf(lapses);
    }

    @Override
    public void close() {
        over.countDown();
    }
}
