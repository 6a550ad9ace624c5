package io.weir.bench;

import io.weir.model.Algorithm;
import io.weir.model.Health;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import io.weir.routing.RoutingTable;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Table builds: the first one, the one after a health flip, and one where nothing changed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TableBench {
    /** Which algorithm's structures are built. */
    @Param({"ROUND_ROBIN", "LEAST_CONNECTIONS", "POWER_OF_TWO_CHOICES", "SOURCE_HASH"})
    public Algorithm algorithm = Algorithm.ROUND_ROBIN;

    /** How many backends. */
    @Param({"2", "64", "4096"})
    public int backends;

    private PoolInput pool = Tables.pool(Algorithm.ROUND_ROBIN);
    private PoolInput same = pool;
    private PoolInput flipped = pool;
    private RoutingTable built = RoutingTable.EMPTY;

    /** Prepares the inputs. */
    @Setup
    public void inputs() {
        pool = pool(Health.UP);
        same = pool(Health.UP);
        flipped = pool(Health.DOWN);
        built = Tables.next(RoutingTable.EMPTY, pool);
    }

    /** From nothing. */
    @Benchmark
    public RoutingTable first() {
        return Tables.next(RoutingTable.EMPTY, pool);
    }

    /** One backend went down. */
    @Benchmark
    public RoutingTable flip() {
        return Tables.next(built, flipped);
    }

    /** Nothing changed, as found by comparing everything. */
    @Benchmark
    public RoutingTable unchanged() {
        return Tables.next(built, same);
    }

    private PoolInput pool(Health ofTheFirst) {
        List<BackendInput> inputs = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            BackendInput input = Tables.up("b" + i);
            inputs.add(i == 0 ? input.withHealth(ofTheFirst, "") : input);
        }
        return Tables.pool(algorithm, inputs.toArray(BackendInput[]::new));
    }
}
