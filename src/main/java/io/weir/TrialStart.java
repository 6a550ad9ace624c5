package io.weir;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.weir.config.PekkoTrial;
import io.weir.model.HostPort;
import io.weir.registry.cluster.ClusterConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.event.Logging;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import org.jspecify.annotations.Nullable;

/**
 * Starts Pekko's two systems as a node would, with a user's settings, and ends them: what a setting does to a start shows in
 * nothing else. The clustered one listens on a loopback port of the system's choice and joins itself. Nothing of it is logged.
 */
final class TrialStart implements PekkoTrial {
    /** Whatever has not failed by then is taken to work: slow is not wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final List<String> LEVELS = List.of("pekko.loglevel", "pekko.stdout-loglevel");
    private static final String LOGGERS = "pekko.loggers";
    private static final HostPort ANYWHERE = new HostPort("127.0.0.1", 0);
    private static final Config QUIET = ConfigFactory.parseString("""
            pekko.use-slf4j = off
            pekko.loglevel = ERROR
            pekko.stdout-loglevel = OFF
            pekko.log-config-on-start = off
            pekko.loggers = ["%s"]
            pekko.logging-filter = "org.apache.pekko.event.DefaultLoggingFilter"
            pekko.jvm-exit-on-fatal-error = off
            pekko.daemonic = on
            """.formatted(TrialLog.class.getName()));

    @Override
    public @Nullable String complaint(String pekko) {
        String own = ofLogging(ConfigFactory.parseString(pekko));
        if (own != null) {
            return own;
        }
        String local = tried(DataSystem.config("", pekko), TrialStart::local);
        return local != null
                ? local
                : tried(ClusterConfig.of("trial", 1, ANYWHERE, ANYWHERE, ANYWHERE, pekko), TrialStart::clustered);
    }

    /** What is said of logging is not tried, as nothing of a trial is logged. */
    private static @Nullable String ofLogging(Config pekko) {
        for (String key : LEVELS) {
            if (pekko.hasPath(key) && !Logging.levelFor(pekko.getString(key)).isDefined()) {
                return "there is no such level of logging";
            }
        }
        try {
            if (pekko.hasPath(LOGGERS)) {
                for (String logger : pekko.getStringList(LOGGERS)) {
                    Class.forName(logger, false, TrialStart.class.getClassLoader());
                }
            }
            return null;
        } catch (ConfigException | ClassNotFoundException | LinkageError unfit) {
            return words(unfit);
        }
    }

    private static @Nullable String tried(
            Config config, Function<TrialLog.Verdict, Behavior<ClusterEvent.MemberEvent>> guardian) {
        TrialLog.Verdict verdict = new TrialLog.Verdict();
        try {
            ActorSystem<ClusterEvent.MemberEvent> system = ActorSystem.create(
                    guardian.apply(verdict),
                    io.weir.observe.Logging.TRIAL,
                    ActorSystemSetup.create(BootstrapSetup.create(QUIET.withFallback(config)), verdict));
            try {
                SystemEnd.within(CompletableFuture.anyOf(SystemEnd.of(system), verdict.is()), PATIENCE);
                // One that is fine says so before it ends
                boolean ended = SystemEnd.of(system).isDone();
                return ended && !verdict.is().isDone()
                        ? "it ends as soon as it has started"
                        : verdict.is()
                                .getNow(Optional.empty())
                                .map(TrialStart::words)
                                .orElse(null);
            } finally {
                SystemEnd.bring(system);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return null;
        } catch (Throwable failure) {
            // Pekko lets checked exceptions out undeclared, and a class that is not there is an error. A system that
            // ended while it was made has mostly said why
            return words(verdict.is().getNow(Optional.empty()).orElse(failure));
        }
    }

    private static Behavior<ClusterEvent.MemberEvent> local(TrialLog.Verdict verdict) {
        return Behaviors.setup(context -> {
            var _ = SystemMaterializer.get(context.getSystem());
            var _ = ServerSettings.create(context.getSystem().classicSystem());
            var _ = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            verdict.fine();
            return Behaviors.stopped();
        });
    }

    private static Behavior<ClusterEvent.MemberEvent> clustered(TrialLog.Verdict verdict) {
        return Behaviors.setup(context -> {
            ActorSystem<?> system = context.getSystem();
            Cluster cluster = Cluster.get(system);
            Address self = cluster.selfMember().address();
            cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberEvent.class));
            cluster.manager().tell(Join.create(self));
            return Behaviors.receiveMessage(joined -> {
                // Made only where they are needed: failure detectors, for one, when another node is there
                org.apache.pekko.cluster.Cluster.get(system.classicSystem())
                        .failureDetector()
                        .heartbeat(self);
                var _ = DistributedData.get(system);
                var _ = new ManagementRoutes(system).answer();
                verdict.fine();
                return Behaviors.stopped();
            });
        });
    }

    private static String words(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError) {
            return "there is no class " + root.getMessage();
        }
        String message = root.getMessage();
        String text = message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
        return text.replaceAll("\\s+", " ").strip();
    }
}
