package io.weir.proxy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.Done;

/** Has things done on the loops' threads and waits until they are. Any thread but a loop's. */
final class AllLoops {
    private static final int LOOP_SECONDS = 10;

    private final List<LoopProxy> proxies;

    AllLoops(List<LoopProxy> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /** Something that is made on a loop, or fails with {@code E}. */
    interface Making<T, E extends Exception> {
        T make() throws E;
    }

    List<LoopProxy> proxies() {
        return proxies;
    }

    /** On one loop after the other. */
    void everywhere(Consumer<LoopProxy> action) throws InterruptedException {
        for (LoopProxy proxy : proxies) {
            CompletableFuture<Done> done = new CompletableFuture<>();
            proxy.host().run(() -> {
                try {
                    action.accept(proxy);
                } finally {
                    done.complete(Done.getInstance());
                }
            });
            try {
                done.get(LOOP_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException ended) {
                throw new IllegalStateException("an event loop does not answer", ended);
            }
        }
    }

    /**
     * On one loop; gives what came of it.
     *
     * @param expected the kind of failure that is passed on
     */
    static <T, E extends Exception> T on(LoopProxy proxy, Class<E> expected, Making<T, E> action)
            throws E, InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        proxy.host().run(() -> {
            try {
                result.complete(action.make());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            return result.get(LOOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
            throw new IllegalStateException("an event loop does not answer", silent);
        } catch (ExecutionException failure) {
            if (expected.isInstance(failure.getCause())) {
                throw expected.cast(failure.getCause());
            }
            throw new IllegalStateException(failure.getCause());
        }
    }
}
