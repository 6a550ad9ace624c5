package io.weir.admin;

import io.weir.admin.api.ApiSources;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.routing.TableRef;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the admin port reads what it shows. All suppliers are called by any thread, often, and must not block.
 *
 * @param version of Weir
 * @param startedNanos when the node started, by {@code clock}
 * @param clock tells the time
 * @param status what the node is at
 * @param loops how each event loop does
 * @param table the routing table in use
 * @param meters everything counted
 * @param api what the routes below {@code /api/v1} need
 */
public record AdminSources(
        String version,
        long startedNanos,
        NanoClock clock,
        Supplier<NodeStatus> status,
        Supplier<List<LoopPulse>> loops,
        TableRef table,
        Meters meters,
        ApiSources api) {}
