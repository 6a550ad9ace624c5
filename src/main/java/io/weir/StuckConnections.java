package io.weir;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.TcpMessage;

/**
 * Connections that keep a clustered actor system from ending. Artery ends an outbound stream by closing one direction and waits
 * for the other side to close its own; a side that is cut off never does, and until the cut heals the system stays, with
 * the cluster port. So what has not ended in good order is reset.
 */
final class StuckConnections {
    /** Pekko's own actors, one a connection: not an API, so a test of an end behind a cut holds it. */
    private static final String ALL = "/system/IO-TCP/selectors/*/*";

    private StuckConnections() {}

    /** Resets every TCP connection of an actor system that is ending. Any thread; returns at once. */
    static void reset(ActorSystem<?> system) {
        system.classicSystem().actorSelection(ALL).tell(TcpMessage.abort(), ActorRef.noSender());
    }
}
