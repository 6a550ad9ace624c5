package io.weir;

import io.weir.model.ClusterSettings;
import io.weir.model.HostPort;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import io.weir.registry.cluster.Bridge;
import io.weir.registry.peer.NodeFacts;
import java.util.function.Supplier;

/**
 * What the control plane needs of the rest.
 *
 * @param node this node's name
 * @param settings how it finds the others
 * @param admin where the admin port is, for links in Pekko Management's answers
 * @param userPekko the user's {@code pekko} section as HOCON text
 * @param bridge is told of members, messages and overrides
 * @param facts what this node tells of itself; any thread, must not block
 * @param looking is told each time that a control plane has its port and looks for the others, or cannot start
 * @param journal gets an event for each member that comes or goes
 * @param clock tells the time
 */
record ClusterPlaneWiring(
        String node,
        ClusterSettings settings,
        HostPort admin,
        String userPekko,
        Bridge bridge,
        Supplier<NodeFacts> facts,
        Runnable looking,
        Journal journal,
        NanoClock clock) {}
