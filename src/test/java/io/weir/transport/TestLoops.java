package io.weir.transport;

import com.typesafe.config.ConfigFactory;
import io.weir.transport.socket.NetException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;

/** Running event loops and an actor system that was set up with them. */
public final class TestLoops implements AutoCloseable {
    public static final int BUFFER = 16 * 1024;
    public static final int PIPE = 64 * 1024;

    public final EventLoops loops;
    public final ActorSystem system;

    /**
     * Starts both.
     *
     * @param settings of the loops
     * @param guard told of their faults
     */
    public TestLoops(LoopSettings settings, Guard guard) throws NetException {
        loops = EventLoops.start(settings, guard);
        system = ActorSystem.create(
                "test-loops",
                ActorSystemSetup.create(
                        BootstrapSetup.create(ConfigFactory.parseString(loops.dispatchers() + "pekko.daemonic = on")
                                .withFallback(ConfigFactory.load())),
                        loops));
    }

    /** @return loops with 64 small buffers and 16 pipes between them */
    public static LoopSettings settings(int count, LoopSettings.Kind kind) {
        return new LoopSettings(count, kind, BUFFER, 64 * BUFFER, PIPE, 16);
    }

    @Override
    public void close() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        loops.stop();
    }
}
