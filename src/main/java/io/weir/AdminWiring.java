package io.weir;

import io.weir.admin.AdminSources;
import io.weir.admin.LoopPulse;
import io.weir.admin.NodeStatus;
import io.weir.admin.api.ApiSources;
import io.weir.admin.api.ListenerView;
import io.weir.admin.api.NodeActs;
import io.weir.admin.api.RegistryAccess;
import io.weir.config.BackendAddress;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.registry.BackendRegistry;
import io.weir.routing.TableRef;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What the admin port is given to read. Any thread.
 *
 * @param startedNanos when it started
 * @param clock tells the time
 * @param table the routing table in use
 * @param meters everything counted
 * @param journal what happened in the cluster
 * @param status what the node is at
 * @param loops how each event loop does
 * @param listeners of this node
 * @param membership in the cluster
 * @param node what can be done to it
 */
record AdminWiring(
        long startedNanos,
        NanoClock clock,
        TableRef table,
        Meters meters,
        Journal journal,
        Supplier<NodeStatus> status,
        Supplier<List<LoopPulse>> loops,
        Supplier<List<ListenerView>> listeners,
        Membership membership,
        NodeActs node) {
    /** Above the 500 ms that other nodes' acknowledgements are waited for, and what a disk may take. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    AdminSources sources(ActorSystem<BackendRegistry.Command> system) {
        ApiSources api = new ApiSources(
                clock,
                table,
                meters,
                RegistryAccess.asking(system, ANSWER),
                journal,
                listeners,
                membership::view,
                membership::routes,
                BackendAddress::parse,
                RunTimeState::pool,
                membership.inquirer(),
                node);
        return new AdminSources(Version.text(), startedNanos, clock, status, loops, table, meters, api);
    }
}
