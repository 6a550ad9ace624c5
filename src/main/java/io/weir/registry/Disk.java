package io.weir.registry;

import io.weir.registry.overrides.Overrides;
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
        public CompletionStage<Done> write(Overrides all) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
    };

    /** Whether what is written outlives the process. */
    boolean durable();

    /**
     * Puts this in the place of what was written before; the next write comes only after this one has ended. Completes when
     * it would outlive a loss of power, and fails where it was not written: then what was there before still is.
     */
    CompletionStage<Done> write(Overrides all);
}
