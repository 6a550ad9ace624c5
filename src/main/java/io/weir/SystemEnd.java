package io.weir;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.TcpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a clustered actor system, which must not take long: while it has not come, the cluster port is taken. Artery ends an
 * outbound stream by closing one direction and waits for the other side to close its own. A side that is cut off never does, so
 * a node that was cut off would have no control plane until the cut heals. What has not ended in good order is reset.
 */
final class SystemEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SystemEnd.class);
    private static final Duration ORDERLY = Duration.ofSeconds(3);
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(12);
    /** Pekko's own actors, one a connection. */
    private static final String CONNECTIONS = "/system/IO-TCP/selectors/*/*";

    private SystemEnd() {}

    /** Completes when a system has ended. */
    static CompletableFuture<?> of(ActorSystem<?> system) {
        return system.getWhenTerminated().toCompletableFuture();
    }

    /** Waits for its end. */
    static boolean within(ActorSystem<?> system, Duration limit) throws InterruptedException {
        return within(of(system), limit);
    }

    /** Waits for something to be over, well or not. */
    static boolean within(CompletableFuture<?> done, Duration limit) throws InterruptedException {
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException tooLong) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
    }

    /** Ends it and waits; one that does not end is left behind. */
    static void bring(ActorSystem<?> system) throws InterruptedException {
        bring(system, ORDERLY, LEFT_BEHIND);
    }

    /**
     * The same in other times.
     *
     * @param orderly after so long its connections are reset
     * @param most so long after that it is left behind
     */
    static void bring(ActorSystem<?> system, Duration orderly, Duration most) throws InterruptedException {
        system.terminate();
        if (within(system, orderly)) {
            return;
        }
        system.classicSystem().actorSelection(CONNECTIONS).tell(TcpMessage.abort(), ActorRef.noSender());
        if (!within(system, most)) {
            LOG.warn("an ended control plane is still there");
        }
    }
}
