package io.weir.admin.api;

import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.registry.PoolText;
import io.weir.registry.inquiry.Inquirer;
import io.weir.routing.TableRef;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the API reads what it shows and whom it tells what is wanted. All suppliers are called by any thread, often, and
 * must not block.
 *
 * @param clock tells the time
 * @param table the routing table in use
 * @param meters everything counted
 * @param registry what is known of backends
 * @param journal what happened in the cluster
 * @param listeners of this node, in the file's order
 * @param cluster who is in it
 * @param routes the control plane's own
 * @param addresses reads those of backends
 * @param poolText reads the settings of pools
 * @param inquirer asks all nodes for what only they know
 * @param node what can be done to this node itself
 */
public record ApiSources(
        NanoClock clock,
        TableRef table,
        Meters meters,
        RegistryAccess registry,
        Journal journal,
        Supplier<List<ListenerView>> listeners,
        Supplier<ClusterView> cluster,
        ClusterRoutes routes,
        AddressText addresses,
        PoolText poolText,
        Inquirer inquirer,
        NodeActs node) {}
