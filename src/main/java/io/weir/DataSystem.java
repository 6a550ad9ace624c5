package io.weir;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.registry.BackendRegistry;
import io.weir.registry.RegistryWiring;
import io.weir.registry.SystemLookup;
import io.weir.transport.EventLoops;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The local actor system {@code weir-data}: loops as dispatchers, and the control actors. Never part of a cluster. */
final class DataSystem {
    private static final String NAME = "weir-data";
    /**
     * What no user setting changes: this system outlives every cluster, and Main alone ends it. It is not to make every
     * serialiser of the clustered one at its start: nothing leaves it, and that would be a sixth of the time to listening.
     */
    private static final String INSISTED = """
            pekko.actor.provider = local
            pekko.library-extensions = []
            pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
            pekko.coordinated-shutdown.run-by-actor-system-terminate = off
            pekko.coordinated-shutdown.exit-jvm = off
            """;

    private DataSystem() {}

    static ActorSystem<BackendRegistry.Command> start(
            EventLoops loops, String userPekko, RegistryWiring wiring, SystemLookup lookup) {
        return ActorSystem.create(
                guardian(wiring, lookup),
                NAME,
                ActorSystemSetup.create(BootstrapSetup.create(config(loops.dispatchers(), userPekko)), loops));
    }

    /** Its configuration, with dispatchers as HOCON text. */
    static Config config(String dispatchers, String userPekko) {
        return ConfigFactory.parseString(INSISTED + dispatchers)
                .withFallback(ConfigFactory.parseString(userPekko))
                .withFallback(ConfigFactory.parseResources("weir-data.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    private static Behavior<BackendRegistry.Command> guardian(RegistryWiring wiring, SystemLookup lookup) {
        return Behaviors.setup(context -> {
            ActorRef<BackendRegistry.Command> registry =
                    ControlPlane.start(context, wiring, lookup, DispatcherSelector.fromConfig("weir-control"));
            return Behaviors.receiveMessage(message -> {
                registry.tell(message);
                return Behaviors.same();
            });
        });
    }
}
