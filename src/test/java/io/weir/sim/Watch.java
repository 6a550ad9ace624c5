package io.weir.sim;

import io.weir.balance.Backend;
import io.weir.health.CheckSchedule;
import io.weir.health.Ejections;
import io.weir.health.RiseFall;
import io.weir.kit.Timeline;
import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.model.WhenAllDown;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableRef;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** One scene under one algorithm: probes, ejections and tables, as the control plane does them. */
final class Watch {
    /** Flips are published together, so long after the first of them. */
    private static final long COALESCING = 50_000_000L;

    private final Scene scene;
    private final Timeline timeline;
    private final Outcome outcome;
    private final SplittableRandom random;
    private final PoolSettings settings;
    private final TableRef table = new TableRef();
    private final List<BackendInput> inputs = new ArrayList<>();
    private final List<RiseFall> standings = new ArrayList<>();
    private Ejections ejections = Ejections.NONE;
    private boolean publishing;

    Watch(Scene scene, Algorithm algorithm, Timeline timeline, Outcome outcome, SplittableRandom random) {
        this.scene = scene;
        this.timeline = timeline;
        this.outcome = outcome;
        this.random = random;
        for (Actor actor : scene.actors()) {
            inputs.add(Tables.up("b" + inputs.size(), actor.weight(), actor.cap(), actor.backup()));
        }
        settings = Tables.pool(algorithm, WhenAllDown.REFUSE, Off.COUNT, inputs).settings();
        HealthCheckSettings checks = settings.healthCheck();
        for (int i = 0; i < inputs.size(); i++) {
            // Everything was up before the scene begins.
            standings.add(
                    RiseFall.unchecked(checks.rise(), checks.fall()).after(true).next());
            int index = i;
            timeline.after(CheckSchedule.first(checks, i, inputs.size(), random), () -> probe(index));
        }
        publish();
    }

    PoolRoute route() {
        return Objects.requireNonNull(table.current().pool(Tables.POOL));
    }

    int index(Backend backend) {
        return Integer.parseInt(backend.key().id().substring(1));
    }

    void dialFailed(Backend backend, int consecutive) {
        BackendKey key = backend.key();
        boolean spare = pool().canSpare(key);
        Ejections next = ejections.failed(key, consecutive, settings.outlierDetection(), spare, timeline.now());
        if (!next.equals(ejections)) {
            outcome.ejections++;
            ejections = next;
            publish();
            timeline.after(Off.nanos(settings.outlierDetection().ejection()), () -> {
                ejections = ejections.expired(timeline.now());
                publish();
            });
        }
    }

    private void probe(int index) {
        Actor.Phase phase = scene.actors().get(index).at(timeline.now());
        long timeout = Off.nanos(settings.healthCheck().timeout());
        long takes = switch (phase.manner()) {
            case ACCEPTS -> (long) (phase.connectMillis() * 1e6);
            case REFUSES -> 200_000L;
            case SILENT -> timeout;
        };
        timeline.after(takes, () -> result(index, phase.manner() == Actor.Manner.ACCEPTS && takes < timeout));
    }

    private void result(int index, boolean success) {
        RiseFall.Step step = standings.get(index).after(success);
        standings.set(index, step.next());
        if (step.flipped()) {
            outcome.flips++;
            inputs.set(index, inputs.get(index).withHealth(step.to(), step.progress()));
            publishSoon();
        }
        timeline.after(CheckSchedule.next(settings.healthCheck(), step.next(), random), () -> probe(index));
    }

    private void publishSoon() {
        if (!publishing) {
            publishing = true;
            timeline.after(COALESCING, this::publish);
        }
    }

    private PoolInput pool() {
        List<BackendInput> now = inputs.stream()
                .map(input -> input.withEjected(ejections.contains(input.key())))
                .toList();
        return new PoolInput(settings, now);
    }

    private void publish() {
        publishing = false;
        RoutingTable next = Tables.next(table.current(), pool());
        table.publish(next);
    }
}
