package io.weir.registry;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Overrides;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Where what was said at run time is kept over a restart. Called from the registry's thread; must not block. */
public interface Disk {
    /** Nowhere. */
    Disk NONE = new Disk() {
        @Override
        public boolean durable() {
            return false;
        }

        @Override
        public CompletionStage<Done> write(Overrides all, Collection<Entry> fresh) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
    };

    /** Whether what is written outlives the process. */
    boolean durable();

    /**
     * Puts this in the place of what was written before; the next write comes only after this one has ended. Completes when
     * it would outlive a loss of power, and fails where it was not written: then what was there before still is.
     *
     * @param all there is
     * @param fresh those of them that the last call, whatever came of it, did not have: so that what is there need not be
     *     written again
     */
    CompletionStage<Done> write(Overrides all, Collection<Entry> fresh);
}
