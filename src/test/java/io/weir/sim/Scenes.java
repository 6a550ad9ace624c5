package io.weir.sim;

import static io.weir.sim.Actor.Manner.ACCEPTS;
import static io.weir.sim.Actor.Manner.REFUSES;
import static io.weir.sim.Actor.Manner.SILENT;
import static io.weir.sim.Actor.phase;

import java.util.ArrayList;
import java.util.List;

/** The situations of the simulation. Backend 0 is the one with the trouble. */
final class Scenes {
    static final Scene SHORT = new Scene("short", Scene.good(10), 200, 20, 500, 20);
    static final Scene LONG = new Scene("long", Scene.good(10), 50, 20_000, 500, 60);
    static final Scene SLOW =
            new Scene("slow", Scene.withFirst(Actor.of(new Actor.Phase(0, ACCEPTS, 1, 10)), 10), 200, 200, 500, 20);
    static final Scene SLOW_CONNECT = new Scene(
            "slow-connect", Scene.withFirst(Actor.of(new Actor.Phase(0, ACCEPTS, 200, 1)), 10), 200, 50, 500, 20);
    static final Scene CRASH = new Scene(
            "crash",
            Scene.withFirst(Actor.of(phase(0, ACCEPTS), phase(5, REFUSES), phase(15, ACCEPTS)), 10),
            100,
            100,
            500,
            45);
    static final Scene BLACK_HOLE = new Scene(
            "black-hole",
            Scene.withFirst(Actor.of(phase(0, ACCEPTS), phase(5, SILENT), phase(20, ACCEPTS)), 10),
            100,
            100,
            500,
            30);
    static final Scene FLAPPING = new Scene("flapping", Scene.withFirst(flapping(), 10), 100, 100, 500, 40);
    static final Scene RECOVERING = new Scene(
            "recovering", Scene.withFirst(Actor.of(phase(0, REFUSES), phase(30, ACCEPTS)), 5), 50, 30_000, 500, 45);
    static final Scene WEIGHTS = new Scene("weights", weights(), 100, 20_000, 500, 60);
    static final Scene FILL_UP = new Scene("fill-up", capped(10, 20), 100, 500, 500, 20);
    static final Scene OVERLOAD = new Scene("overload", capped(3, 10), 100, 500, 500, 20);
    static final Scene LAST_RESORT = new Scene("last-resort", lastResort(), 100, 100, 500, 30);

    static final List<Scene> ALL = List.of(
            SHORT,
            LONG,
            SLOW,
            SLOW_CONNECT,
            CRASH,
            BLACK_HOLE,
            FLAPPING,
            RECOVERING,
            WEIGHTS,
            FILL_UP,
            OVERLOAD,
            LAST_RESORT);

    private Scenes() {}

    private static Actor flapping() {
        List<Actor.Phase> phases = new ArrayList<>();
        for (int second = 0; second < 40; second += 3) {
            phases.add(phase(second, ACCEPTS));
            phases.add(phase(second + 2, REFUSES));
        }
        return Actor.of(phases.toArray(Actor.Phase[]::new));
    }

    private static List<Actor> weights() {
        List<Actor> actors = new ArrayList<>();
        for (int weight = 1; weight <= 4; weight++) {
            actors.add(Actor.good().weighing(weight));
        }
        return actors;
    }

    private static List<Actor> capped(int count, int cap) {
        return Scene.good(count).stream().map(actor -> actor.cappedAt(cap)).toList();
    }

    private static List<Actor> lastResort() {
        Actor failing = Actor.of(phase(0, ACCEPTS), phase(5, REFUSES));
        Actor backup = new Actor(1, Integer.MAX_VALUE, true, Actor.good().phases());
        return List.of(failing, failing, backup);
    }
}
