package io.weir.probe;

import io.weir.model.ProbeReport;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the probers need of the rest. All of it is called from actors' threads and must not block.
 *
 * @param reports gets what each check makes of its backend; usually tells the registry
 * @param started told on every start of the supervisor, also after a fault: it then watches nothing
 * @param meters count checks; one that could not be made for a reason of our own is not counted
 * @param clock the monotonic clock
 * @param random gives each prober a generator of its own
 */
public record ProbeWiring(
        Consumer<ProbeReport> reports,
        Consumer<ActorRef<ProbeSupervisor.Command>> started,
        Meters meters,
        NanoClock clock,
        Supplier<RandomGenerator> random) {}
