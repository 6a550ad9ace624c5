package io.weir.registry;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Overrides;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.Done;

/** A disk that is done when the test says so, or at once. */
final class FakeDisk implements Disk {
    final Queue<Overrides> written = new ConcurrentLinkedQueue<>();
    /** What was said to be new, a write each, also of those that failed. */
    final Queue<List<Entry>> fresh = new ConcurrentLinkedQueue<>();

    volatile boolean full;
    volatile boolean slow;
    private volatile CompletableFuture<Done> pending = new CompletableFuture<>();

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public CompletionStage<Done> write(Overrides all, Collection<Entry> more) {
        fresh.add(List.copyOf(more));
        if (full) {
            return CompletableFuture.failedFuture(new IOException("No space left on device"));
        }
        written.add(all);
        pending = new CompletableFuture<>();
        if (!slow) {
            pending.complete(Done.getInstance());
        }
        return pending;
    }

    void finish() {
        pending.complete(Done.getInstance());
    }
}
