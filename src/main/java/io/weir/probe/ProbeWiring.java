package io.weir.probe;

import io.weir.model.BackendKey;
import io.weir.model.ProbeReport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the probers need of the rest. All of it is called from actors' threads and must not block.
 *
 * @param reports gets what each check makes of its backend; usually tells the registry
 * @param tally counts checks
 * @param clock the monotonic clock in nanoseconds
 * @param random gives each prober a generator of its own
 */
public record ProbeWiring(
        Consumer<ProbeReport> reports, Tally tally, LongSupplier clock, Supplier<RandomGenerator> random) {

    /** Counts checks. */
    @FunctionalInterface
    public interface Tally {
        /** A check of a backend ended well or not; one that could not be made for a reason of our own is not counted. */
        void checked(BackendKey key, boolean passed);
    }
}
