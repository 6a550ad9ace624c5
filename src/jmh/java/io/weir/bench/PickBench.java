package io.weir.bench;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.model.Algorithm;
import io.weir.model.Off;
import io.weir.model.WhenAllDown;
import io.weir.routing.BackendInput;
import io.weir.routing.Choice;
import io.weir.routing.PoolInput;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableRef;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A pick as a connection makes it: read the table, choose, give the lease back. Run with one and with two threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBench {
    private static final int CAP = 4;

    /** What chooses. */
    @Param
    public Algorithm algorithm = Algorithm.ROUND_ROBIN;

    /** How many there are. */
    @Param({"2", "64", "4096"})
    public int backends;

    /** {@code idle}: equal weights, no caps. {@code busy}: weights 1 to 5, all capped, every other one full. */
    @Param({"idle", "busy"})
    public String load = "idle";

    private final TableRef table = new TableRef();

    /** A thread's own randomness, as an event loop has. */
    @State(Scope.Thread)
    public static class Loop {
        final SplittableRandom random =
                new SplittableRandom(Thread.currentThread().threadId());
    }

    /** Builds the table and fills what is to be full. */
    @Setup
    public void build() {
        boolean busy = load.equals("busy");
        List<BackendInput> inputs = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            inputs.add(Tables.up("b" + i, busy ? 1 + i % 5 : 1, busy ? CAP : Off.COUNT, false));
        }
        PoolInput pool = Tables.pool(algorithm, WhenAllDown.REFUSE, Off.COUNT, inputs);
        table.publish(Tables.next(RoutingTable.EMPTY, pool));
        if (busy) {
            fill(route());
        }
    }

    /** One pick. */
    @Benchmark
    public Backend pick(Loop loop) {
        Choice choice = route().choose(loop.random.nextLong(), List.of(), loop.random, 1_000_000_000L);
        if (choice instanceof Choice.Leased(var lease)) {
            lease.close();
            return lease.backend();
        }
        throw new IllegalStateException("refused");
    }

    private PoolRoute route() {
        PoolRoute route = table.current().pool(Tables.POOL);
        if (route == null) {
            throw new IllegalStateException("no pool");
        }
        return route;
    }

    /** Every other backend to its cap: takes whatever is chosen until all are full, then frees the odd ones. */
    private void fill(PoolRoute route) {
        SplittableRandom random = new SplittableRandom(1);
        List<Lease> odd = new ArrayList<>();
        for (int held = 0; held < backends * CAP; held++) {
            Choice choice = route.choose(random.nextLong(), List.of(), random, 0);
            if (choice instanceof Choice.Leased(var lease)
                    && Integer.parseInt(lease.backend().key().id().substring(1)) % 2 == 1) {
                odd.add(lease);
            }
        }
        odd.forEach(Lease::close);
    }
}
