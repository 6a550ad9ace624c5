package io.weir;

import io.weir.admin.PortHolder;
import io.weir.admin.api.Caller;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.admin.api.ReloadReport;
import io.weir.config.Outcome;
import io.weir.config.reload.Difference;
import io.weir.config.reload.Edit;
import io.weir.config.reload.Reading;
import io.weir.config.reload.Restart;
import io.weir.model.BackendSpec;
import io.weir.model.Door;
import io.weir.model.PoolSettings;
import io.weir.model.Settings;
import io.weir.observe.EventType;
import io.weir.observe.Logging;
import io.weir.observe.NanoClock;
import io.weir.proxy.BindFailure;
import io.weir.registry.Origin;
import io.weir.registry.RegistryView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the node's file again and has the running node do what differs. What could fail comes first: the file is read, then
 * new sockets are bound; from there on nothing is refused. New pools are there before a listener leads to them, and old ones
 * until none does. One thread at a time, which may wait.
 */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final ConfigurationFile file;
    private final RunningSettings running;
    private final Parts parts;
    private final Supplier<AdminCertificate> certificate;
    private final Announcements announcements;
    private final NanoClock clock;

    Reloading(
            ConfigurationFile file,
            RunningSettings running,
            Parts parts,
            Supplier<AdminCertificate> certificate,
            Announcements announcements,
            NanoClock clock) {
        this.file = file;
        this.running = running;
        this.parts = parts;
        this.certificate = certificate;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Does it, or only says what it would do.
     *
     * @throws Refused where the file is not good or a listener cannot be bound, or could not; nothing is changed then
     */
    ReloadReport run(boolean dryRun, Caller by) throws InterruptedException {
        try {
            ReloadReport report = read(dryRun, by);
            if (!dryRun) {
                running.reloaded(true, clock.epochMillis());
                announcements.say(
                        EventType.RELOAD,
                        by,
                        "changes",
                        Integer.toString(report.changes().size()),
                        "needsRestart",
                        String.join(",", report.needsRestart()),
                        "what",
                        report.changes().stream().map(Reloading::words).collect(Collectors.joining(", ")));
            }
            return report;
        } catch (Refused refused) {
            if (!dryRun) {
                running.reloaded(false, clock.epochMillis());
                announcements.say(
                        EventType.RELOAD_FAILED,
                        by,
                        "reason",
                        String.join(" ", refused.problem().detail().lines().toList()));
            }
            throw refused;
        }
    }

    private ReloadReport read(boolean dryRun, Caller by) throws InterruptedException {
        Outcome outcome = file.read();
        if (!(outcome instanceof Outcome.Good good)) {
            throw new Refused(BadFile.problem(outcome));
        }
        if (!dryRun) {
            good.warnings().forEach(each -> LOG.warn("{}", each));
        }
        Reading before = running.reading();
        Difference difference = Difference.between(before, Reading.of(good));
        Difference live = difference.only(path -> !Restart.needs(path));
        List<ReloadReport.Hidden> hidden =
                Hiding.of(live, parts.registry().view(), parts.listeners().views());
        if (!live.edits().isEmpty()) {
            Settings next = running.takenOn(good.settings());
            RegistryView view = parts.registry().view();
            Set<String> pools = pools(next, view);
            refuseCircles(next, view, pools);
            if (dryRun) {
                tryOut(next);
            } else {
                take(next, live.apply(before), pools, by);
            }
        }
        AdminCertificate.Renewal renewal = certificate.get().renewal();
        if (!dryRun) {
            certificate.get().take(renewal);
        }
        return new ReloadReport(
                dryRun,
                !dryRun,
                changes(difference, renewal),
                difference.edits().stream()
                        .map(Edit::path)
                        .filter(Restart::needs)
                        .map(Object::toString)
                        .toList(),
                hidden);
    }

    /** A file's name may be the same and what it holds another. */
    private static List<ReloadReport.Change> changes(
            Difference difference, AdminCertificate.@Nullable Renewal renewal) {
        List<ReloadReport.Change> changes = new ArrayList<>();
        difference.edits().forEach(each -> changes.add(shown(each)));
        if (renewal != null) {
            changes.add(new ReloadReport.Change(
                    Edit.Action.CHANGED.word(), "weir.admin.tls.certificate", renewal.from(), renewal.to()));
        }
        return changes;
    }

    private static ReloadReport.Change shown(Edit edit) {
        return new ReloadReport.Change(edit.action().word(), edit.path().toString(), edit.from(), edit.to());
    }

    /** An event has no room for many, and says with its end that there are more. */
    private static String words(ReloadReport.Change change) {
        return "%s: %s > %s".formatted(change.path(), word(change.from()), word(change.to()));
    }

    private static Object word(@Nullable Object value) {
        return value == null ? "" : value;
    }

    /** The file alone has none, but it does not know what was added, or where listeners were switched to, at run time. */
    private void refuseCircles(Settings next, RegistryView view, Set<String> pools) {
        for (Door door : parts.listeners().doors(next.listeners().values(), pools)) {
            String circle = Circle.of(door, backends(next, view, door.pool()));
            if (circle != null) {
                throw new Refused(Problem.of(
                        409,
                        "Conflict",
                        "Nothing is changed: listener " + door.listener() + ": " + circle
                                + " Take that backend away first, or give another address."));
            }
        }
    }

    private static List<BackendSpec> backends(Settings next, RegistryView view, String name) {
        PoolSettings file = next.pools().get(name);
        List<BackendSpec> all = new ArrayList<>(file == null ? List.of() : file.backends());
        RegistryView.Pool known = view.pool(name);
        if (known != null) {
            known.backends().stream()
                    .filter(each -> each.origin() == Origin.API)
                    .map(RegistryView.Backend::spec)
                    .forEach(all::add);
        }
        return all;
    }

    private void tryOut(Settings next) throws InterruptedException {
        try {
            parts.listeners().tryOut(next.listeners().values());
        } catch (BindFailure failure) {
            throw refused("This would change nothing: ", failure);
        }
    }

    private static Refused refused(String outcome, BindFailure failure) {
        return new Refused(Problem.of(
                409, "Conflict", outcome + failure.getMessage() + PortHolder.words(failure.address()) + "."));
    }

    private void take(Settings next, Reading read, Set<String> pools, Caller by) throws InterruptedException {
        Settings before = running.now();
        try {
            parts.listeners().open(next.listeners().values());
        } catch (BindFailure failure) {
            throw refused("Nothing was changed: ", failure);
        }
        Map<String, PoolSettings> both = new LinkedHashMap<>(before.pools());
        both.putAll(next.pools());
        parts.registry().configure(both);
        parts.listeners().serve(next.listeners(), pools).forEach(back -> SwitchBack.say(announcements, by, back));
        parts.meters().listeners(parts.listeners().pools());
        parts.plane().maxConnections(next.maxConnections());
        Runnable endOldLog = () -> {};
        if (!next.accessLog().equals(before.accessLog())) {
            endOldLog = parts.access().change(next.accessLog());
        }
        // Every connection that came by the listeners as they were has found its pool, and who wrote to the old log has
        // done so
        parts.plane().barrier();
        endOldLog.run();
        if (!both.keySet().equals(next.pools().keySet())) {
            parts.registry().configure(next.pools());
        }
        if (!next.log().equals(before.log())) {
            Logging.apply(next.log());
        }
        parts.membership().configured(next.pools());
        running.took(next, read);
    }

    /** Those of the file, and those that were added at run time, of which the old file may have named some. */
    private static Set<String> pools(Settings next, RegistryView view) {
        Set<String> pools = new HashSet<>(next.pools().keySet());
        view.pools().forEach((name, pool) -> {
            if (pool.added()) {
                pools.add(name);
            }
        });
        return pools;
    }
}
