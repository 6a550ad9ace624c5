package io.weir;

import io.weir.model.BackendKey;
import io.weir.model.ProbeTarget;
import io.weir.observe.NanoClock;
import io.weir.probe.ProbeSupervisor;
import io.weir.probe.ProbeWiring;
import io.weir.registry.BackendRegistry;
import io.weir.registry.Lookup;
import io.weir.registry.NameResolver;
import io.weir.registry.Probes;
import io.weir.registry.RegistryWiring;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Starts registry, health checks and name resolver and introduces them to each other. Each of them has its own supervision:
 * whichever fails starts again after a pause, is told again what it needs to know, and the last table stays in use.
 */
final class ControlPlane {
    private ControlPlane() {}

    /**
     * Starts them as children of an actor, on its thread.
     *
     * @param context the parent
     * @param wiring what the registry needs
     * @param lookup how host names are looked up
     * @param props the dispatcher to run on, which should be one of their own
     * @return the registry: to be told {@link BackendRegistry.Configure} first, and every failed dial
     */
    static ActorRef<BackendRegistry.Command> start(
            ActorContext<?> context, RegistryWiring wiring, Lookup lookup, Props props) {
        ActorRef<BackendRegistry.Command> registry = context.spawn(BackendRegistry.create(wiring), "registry", props);
        NanoClock clock = wiring.clock();
        var probes = new ProbeWiring(
                report -> registry.tell(new BackendRegistry.ProbeChanged(report)),
                started -> registry.tell(new BackendRegistry.ProbesStarted(speakTo(started))),
                wiring.meters(),
                clock,
                ControlPlane::random);
        context.spawn(ProbeSupervisor.create(probes), "probes", props);
        context.spawn(
                NameResolver.create(
                        lookup,
                        random(),
                        registry::tell,
                        started -> registry.tell(new BackendRegistry.NamesStarted(started))),
                "names",
                props);
        return registry;
    }

    private static RandomGenerator random() {
        return new SplittableRandom();
    }

    private static Probes speakTo(ActorRef<ProbeSupervisor.Command> supervisor) {
        return new Probes() {
            @Override
            public void watch(List<ProbeTarget> targets) {
                supervisor.tell(new ProbeSupervisor.Watch(targets));
            }

            @Override
            public void hurry(BackendKey key) {
                supervisor.tell(new ProbeSupervisor.Hurry(key));
            }
        };
    }
}
