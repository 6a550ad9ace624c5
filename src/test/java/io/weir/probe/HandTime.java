package io.weir.probe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * The time of an actor system, which passes by hand. Pekko's own kit has one as well; that one does not know when the actors
 * have done what they were told before, and sleeps a tenth of a second each time. Not for an actor's thread.
 */
public final class HandTime {
    private final HandScheduler scheduler;

    private HandTime(HandScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** @return what an actor system is to be started with */
    public static Config config() {
        return ConfigFactory.parseString("""
                pekko {
                  scheduler.implementation = io.weir.probe.HandScheduler
                  actor {
                    default-dispatcher { type = Dispatcher, executor = io.weir.probe.HandExecutor }
                    internal-dispatcher { type = Dispatcher, executor = io.weir.probe.HandExecutor }
                  }
                }
                """);
    }

    /**
     * The time of a system.
     *
     * @param system one that was started with {@link #config}
     * @return what lets it pass
     */
    public static HandTime of(ActorSystem<?> system) {
        return new HandTime((HandScheduler) Adapter.toClassic(system).scheduler());
    }

    /** Waits until every actor has done what it was told, and what that made others tell it. */
    public void settle() {
        scheduler.workload().awaitNone();
    }

    /**
     * Lets time pass for all timers, and waits until what they set off is done.
     *
     * @param time how much
     */
    public void pass(Duration time) {
        settle();
        scheduler.pass(time.toNanos());
        settle();
    }
}
