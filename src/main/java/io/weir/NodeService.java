package io.weir;

import io.weir.admin.NodeStatus.Phase;
import io.weir.admin.api.Caller;
import io.weir.admin.api.ListenerPatch;
import io.weir.admin.api.ListenerView;
import io.weir.admin.api.NodeActs;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.admin.api.ReloadReport;
import io.weir.model.Door;
import io.weir.model.Off;
import io.weir.observe.EventType;
import io.weir.observe.NanoClock;
import io.weir.registry.Change.Patch;
import io.weir.registry.RegistryView;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be done to a running node, one thing after the other on a thread of its own, which may wait. Any thread may ask. */
final class NodeService implements NodeActs {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Phases phases;
    private final Reloading reloading;
    private final Parts parts;
    private final Announcements announcements;
    private final SwitchBack switchBack;
    private final NanoClock clock;
    private final Consumer<Caller> stop;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "weir-changes");
        made.setDaemon(true);
        return made;
    });

    /**
     * One that waits to be asked.
     *
     * @param stop begins to stop the node, given who wants it
     */
    NodeService(
            Phases phases,
            Reloading reloading,
            Parts parts,
            Announcements announcements,
            SwitchBack switchBack,
            NanoClock clock,
            Consumer<Caller> stop) {
        this.phases = phases;
        this.reloading = reloading;
        this.parts = parts;
        this.announcements = announcements;
        this.switchBack = switchBack;
        this.clock = clock;
        this.stop = stop;
    }

    private interface Act<T> {
        T run() throws InterruptedException;
    }

    private <T> CompletionStage<T> inTurn(Act<T> act) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        notStopping();
                        try {
                            return act.run();
                        } catch (InterruptedException ended) {
                            throw stopping();
                        } catch (IllegalStateException failure) {
                            notStopping();
                            throw failure;
                        }
                    },
                    thread);
        } catch (RejectedExecutionException ended) {
            throw stopping();
        }
    }

    private void notStopping() {
        if (phases.now() == Phase.STOPPING) {
            throw stopping();
        }
    }

    private static Refused stopping() {
        return new Refused(Problem.of(409, "Conflict", "The node is stopping, and nothing takes that back."));
    }

    @Override
    public CompletionStage<ReloadReport> reload(boolean dryRun, Caller by) {
        return inTurn(() -> reloading.run(dryRun, by));
    }

    /** As {@link #reload}, for whoever reads the log only. */
    void reloadUnasked(Caller by) {
        try {
            var _ = reload(false, by).whenComplete((report, failure) -> {
                if (failure != null) {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    LOG.error("reload: {}", String.valueOf(cause == null ? failure : cause.getMessage()));
                } else {
                    report.changes()
                            .forEach(each -> LOG.info(
                                    "reload: {} {}{}",
                                    each.action(),
                                    each.path(),
                                    report.needsRestart().contains(each.path()) ? ", from the next start on" : ""));
                }
            });
        } catch (Refused stopping) {
            LOG.info("no reload: the node is stopping");
        }
    }

    /**
     * Has switches to pools that are no more taken back, soon. To be called whenever there may be one: from a switch on, or with
     * fewer pools. Any thread; does not wait.
     */
    void lookAfterSwitches() {
        if (!switchBack.due()) {
            return;
        }
        try {
            var _ = inTurn(() -> {
                        switchBack.run();
                        parts.meters().listeners(parts.listeners().pools());
                        return parts;
                    })
                    .whenComplete((done, failure) -> {
                        if (failure != null && phases.now() != Phase.STOPPING) {
                            LOG.warn("a listener's pool is no more, and it could not be switched back yet", failure);
                        }
                    });
        } catch (Refused stopping) {
            LOG.debug("no switch is taken back: the node is stopping");
        }
    }

    @Override
    public CompletionStage<ListenerView> patch(String listener, ListenerPatch patch, Caller by) {
        return inTurn(() -> {
            String wanted = patch.pool() instanceof Patch.Set<String> set
                    ? set.value()
                    : parts.listeners().poolOfFile(listener);
            if (wanted != null && !(patch.pool() instanceof Patch.Keep)) {
                mayLead(listener, wanted);
            }
            ListenerView before = parts.listeners().view(listener);
            ListenerView now = parts.listeners().patch(listener, patch, by.name(), clock.epochMillis());
            if (before == null || now == null) {
                throw new Refused(Problem.of(
                        404,
                        "Not Found",
                        "There is no listener " + listener + "; there are: "
                                + String.join(", ", parts.listeners().statuses().keySet()) + "."));
            }
            parts.meters().listeners(parts.listeners().pools());
            lookAfterSwitches();
            say(patch.pool(), "pool", before.pool(), now.pool(), listener, by);
            say(patch.paused(), "paused", before.paused(), now.paused(), listener, by);
            say(
                    patch.maxConnections(),
                    "maxConnections",
                    limit(before.maxConnections()),
                    limit(now.maxConnections()),
                    listener,
                    by);
            return now;
        });
    }

    /** Refuses to have a listener lead to a pool that is not there, or that leads straight back to it. */
    private void mayLead(String listener, String pool) throws InterruptedException {
        Map<String, RegistryView.Pool> pools = parts.registry().view().pools();
        RegistryView.Pool wanted = pools.get(pool);
        if (wanted == null) {
            throw new Refused(Problem.of(
                    422,
                    "Unprocessable Content",
                    "pool: there is no pool " + pool + "; there are: "
                            + String.join(", ", new TreeSet<>(pools.keySet())) + "."));
        }
        for (Door door : parts.listeners().doors()) {
            String circle = door.listener().equals(listener)
                    ? Circle.of(
                            new Door(listener, door.binds(), pool),
                            wanted.settings().backends())
                    : null;
            if (circle != null) {
                throw new Refused(Problem.of(
                        409,
                        "Conflict",
                        "pool: " + circle + " Switch to another pool, or take that backend away first."));
            }
        }
    }

    private void say(Patch<?> patch, String field, Object old, Object now, String listener, Caller by) {
        if (!(patch instanceof Patch.Keep)) {
            announcements.say(
                    EventType.LISTENER_CHANGED,
                    by,
                    "listener",
                    listener,
                    "field",
                    field,
                    "old",
                    old.toString(),
                    "new",
                    now.toString());
        }
    }

    private static String limit(int count) {
        return Off.is(count) ? "off" : Integer.toString(count);
    }

    @Override
    public CompletionStage<String> drain(Caller by) {
        return go(Phase.RUNNING, Phase.DRAINING, EventType.NODE_DRAINING, by);
    }

    @Override
    public CompletionStage<String> ready(Caller by) {
        return go(Phase.DRAINING, Phase.RUNNING, EventType.NODE_READY, by);
    }

    private CompletionStage<String> go(Phase from, Phase to, EventType event, Caller by) {
        return inTurn(() -> {
            Phase before = phases.now();
            if (!phases.go(from, to)) {
                throw new Refused(Problem.of(409, "Conflict", "The node is " + word(phases.now()) + "."));
            }
            if (before == from) {
                announcements.say(event, by, "old", word(before), "new", word(to));
            }
            return word(to);
        });
    }

    @Override
    public CompletionStage<String> leave(Caller by) {
        return inTurn(() -> {
            stop.accept(by);
            return word(Phase.STOPPING);
        });
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** Takes no more. */
    void close() {
        thread.shutdownNow();
    }
}
