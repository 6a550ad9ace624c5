package io.weir.registry.cluster;

import io.weir.model.HostPort;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.NodeFacts;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The top of the clustered actor system. It has no supervision on purpose: a control plane of which a part failed is ended as
 * a whole and started anew, which is the one way back that is always tried.
 */
public final class ClusterGuardian {
    private ClusterGuardian() {}

    /** What it understands. */
    public enum Command {
        /** Leave the cluster in good order; the actor system ends when that is done. */
        LEAVE
    }

    /**
     * The guardian of one control plane.
     *
     * @param cluster the cluster's name
     * @param node this node's name
     * @param targets whom to look for: the seeds, and whoever was known before
     * @param bridge is told what the registry wants to know
     * @param overseer is told all else
     * @param facts what this node tells of itself; any thread, must not block
     * @param journal gets an event for each member that comes or goes
     * @param clock tells the time
     */
    public static Behavior<Command> create(
            String cluster,
            String node,
            Set<HostPort> targets,
            Bridge bridge,
            Overseer overseer,
            Supplier<NodeFacts> facts,
            Journal journal,
            NanoClock clock) {
        return Behaviors.setup(context -> {
            ActorRef<Replica.Command> replica = context.spawn(Replica.create(bridge::merged), "replica");
            ActorRef<Courier.Command> courier = context.spawn(
                    Courier.create(new CourierWiring(
                            cluster, node, targets, bridge, overseer, replica, facts, journal, clock)),
                    Courier.NAME);
            context.watch(replica);
            context.watch(courier);
            return Behaviors.receiveMessage(command -> {
                courier.tell(new Courier.Depart());
                return Behaviors.same();
            });
        });
    }
}
