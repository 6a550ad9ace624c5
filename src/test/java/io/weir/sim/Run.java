package io.weir.sim;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.balance.StableHash;
import io.weir.kit.Timeline;
import io.weir.model.Algorithm;
import io.weir.routing.Choice;
import io.weir.routing.PoolRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One scene under one algorithm with one seed: the connections' side. The real policies, on a clock that jumps. */
final class Run {
    private static final long REFUSAL = 200_000L;
    private static final long DIAL_TIMEOUT = 3_000_000_000L;
    private static final long BACKOFF = 50_000_000L;
    private static final int ATTEMPTS = 3;

    private final Scene scene;
    private final SplittableRandom traffic;
    private final SplittableRandom choices;
    private final Timeline timeline = new Timeline();
    private final Outcome outcome;
    private final Watch watch;

    private Run(Scene scene, Algorithm algorithm, long seed) {
        this.scene = scene;
        // The same traffic for every algorithm: what differs is what it makes of it.
        traffic = new SplittableRandom(seed);
        choices = new SplittableRandom(~seed);
        outcome = new Outcome(scene.actors().size());
        watch = new Watch(scene, algorithm, timeline, outcome, new SplittableRandom(seed * 31));
    }

    static Outcome of(Scene scene, Algorithm algorithm, long seed) {
        Run run = new Run(scene, algorithm, seed);
        run.arrive();
        run.timeline.runUntil((long) (scene.seconds() * 1e9));
        return run.outcome;
    }

    private void arrive() {
        timeline.after(exponential(1e9 / scene.arrivalsPerSecond()), () -> {
            int client = traffic.nextInt(scene.clients());
            long lasts = exponential(scene.meanMillis() * 1e6);
            attempt(client, lasts, new ArrayList<>(), timeline.now());
            arrive();
        });
    }

    private void attempt(int client, long lasts, List<Backend> tried, long since) {
        PoolRoute route = watch.route();
        byte[] address = {10, 0, (byte) (client >>> 8), (byte) client};
        switch (route.choose(StableHash.of(address), tried, choices, timeline.now())) {
            case Choice.Refused refused -> outcome.refused++;
            case Choice.InNeed never -> throw new AssertionError(never);
            case Choice.Leased(Lease lease) -> dial(lease, client, lasts, tried, since);
        }
    }

    private void dial(Lease lease, int client, long lasts, List<Backend> tried, long since) {
        int index = watch.index(lease.backend());
        Actor.Phase phase = scene.actors().get(index).at(timeline.now());
        switch (phase.manner()) {
            case ACCEPTS -> {
                long took = (long) (phase.connectMillis() * 1e6);
                timeline.after(took, () -> {
                    lease.backend().connected(took, timeline.now());
                    int held = lease.backend().connections();
                    outcome.joined(index, client, timeline.now(), timeline.now() - since, held);
                    timeline.after((long) (lasts * phase.slowness()), lease::close);
                });
            }
            case REFUSES -> timeline.after(REFUSAL, () -> dialFailed(lease, client, lasts, tried, since));
            case SILENT -> timeline.after(DIAL_TIMEOUT, () -> dialFailed(lease, client, lasts, tried, since));
        }
    }

    private void dialFailed(Lease lease, int client, long lasts, List<Backend> tried, long since) {
        outcome.badDials++;
        watch.dialFailed(lease.backend(), lease.backend().dialFailed(timeline.now()));
        lease.close();
        tried.add(lease.backend());
        if (tried.size() == ATTEMPTS) {
            outcome.failed++;
        } else {
            timeline.after(BACKOFF, () -> attempt(client, lasts, tried, since));
        }
    }

    private long exponential(double mean) {
        return (long) (-mean * StrictMath.log(1 - traffic.nextDouble()));
    }
}
