package io.weir.registry;

import io.weir.model.Door;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.routing.TableRef;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the registry needs of the rest.
 *
 * @param node this node's name, for events
 * @param table where it publishes; nobody else may
 * @param journal gets an event for each flip, ejection, return and change of state
 * @param meters count flips
 * @param clock the monotonic clock for ejections, the wall clock for stamps and for what people read
 * @param random where round robin begins, and this node's part of its stamps; used by the registry's thread only
 * @param disk where what was said at run time is kept
 * @param closings ends connections whose time is over
 * @param poolText reads pools that are added at run time
 * @param expectsOthers whether this node looks for others: it then uses nothing of a cap that is the cluster's before it knows
 *     whether there are any
 * @param doors this node's listeners and where they lead; asked often, must not block
 * @param exchanged is told when all that another member holds was read and is in the table; at once, and perhaps again
 */
public record RegistryWiring(
        String node,
        TableRef table,
        Journal journal,
        Meters meters,
        NanoClock clock,
        RandomGenerator random,
        Disk disk,
        Closings closings,
        PoolText poolText,
        boolean expectsOthers,
        Supplier<List<Door>> doors,
        Runnable exchanged) {
    /** A registry that keeps nothing and closes nothing. */
    public RegistryWiring(
            String node, TableRef table, Journal journal, Meters meters, NanoClock clock, RandomGenerator random) {
        this(
                node,
                table,
                journal,
                meters,
                clock,
                random,
                Disk.NONE,
                Closings.NONE,
                PoolText.NONE,
                false,
                List::of,
                () -> {});
    }
}
