package io.weir.transport;

import io.weir.transport.socket.Socket;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.RunnableGraph;

/** A running loop with its host: where connections are joined. */
public final class LoopHost {
    private final EventLoop loop;
    private final HostStage.Logic host;
    private final CompletionStage<Done> done;

    private LoopHost(EventLoop loop, HostStage.Materialized materialized) {
        this.loop = loop;
        this.host = materialized.logic();
        this.done = materialized.done();
    }

    /** Starts the host of a loop in an actor system that was set up with the loop. */
    public static LoopHost start(EventLoop loop, ActorSystem system) {
        return new LoopHost(
                loop,
                RunnableGraph.fromGraph(new HostStage(loop))
                        .withAttributes(
                                ActorAttributes.dispatcher(loop.dispatcher()).and(Attributes.inputBuffer(1, 1)))
                        .run(system));
    }

    /** The loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Completes when the host has ended: after {@link #stop()}, or by a fault that ends the node. */
    public CompletionStage<Done> done() {
        return done;
    }

    /**
     * Runs an action on the loop's thread under its guard, and inside the host as long as that has not ended. Any thread.
     */
    public void run(Runnable action) {
        host.invoke(action);
    }

    /**
     * Joins two sockets of this loop into one flow. Inside {@link #run} only; {@code link} is told everything from
     * here on and owns neither socket any more.
     *
     * @param clientNews the readiness bits told so far of the client's socket: an edge is not told twice
     * @param backendNews the same of the backend's
     */
    public Joined join(Socket client, int clientNews, Socket backend, int backendNews, Link link) {
        return host.join(client, clientNews, backend, backendNews, link);
    }

    /**
     * Sends FIN on a socket that was never joined, and closes it once its peer has ended or a second has passed. On the loop's
     * thread.
     *
     * @param freed called on the loop's thread when it is closed, be it at once
     */
    public void finishGently(Socket socket, Runnable freed) {
        host.lingerUnjoined(socket, freed);
    }

    /** Ends the host; connections end with it. */
    public void stop() {
        host.stop();
    }
}
