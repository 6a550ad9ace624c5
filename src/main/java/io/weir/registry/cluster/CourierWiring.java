package io.weir.registry.cluster;

import io.weir.model.HostPort;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.NodeFacts;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a courier needs of the rest.
 *
 * @param cluster the cluster's name
 * @param node this node's name
 * @param targets whom to look for: the seeds, and whoever was known before
 * @param bridge is told what the registry wants to know
 * @param overseer is told all else
 * @param replica keeps the overrides of this control plane
 * @param facts what this node tells of itself; any thread, must not block
 * @param journal gets an event for each member that comes or goes
 * @param clock tells the time
 */
record CourierWiring(
        String cluster,
        String node,
        Set<HostPort> targets,
        Bridge bridge,
        Overseer overseer,
        ActorRef<Replica.Command> replica,
        Supplier<NodeFacts> facts,
        Journal journal,
        NanoClock clock) {}
