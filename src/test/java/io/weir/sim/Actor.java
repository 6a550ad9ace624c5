package io.weir.sim;

import java.util.List;

/**
 * A backend's part: what it does from which moment on.
 *
 * @param weight as configured
 * @param cap as configured
 * @param backup as configured
 * @param phases in order of time; the first begins at 0
 */
record Actor(int weight, int cap, boolean backup, List<Phase> phases) {
    /** How it answers a dial. */
    enum Manner {
        ACCEPTS,
        REFUSES,
        SILENT
    }

    /**
     * One stretch of its life.
     *
     * @param fromSeconds when it begins
     * @param connectMillis how long a dial takes that is accepted
     * @param slowness by how much connections last longer than usual
     */
    record Phase(double fromSeconds, Manner manner, double connectMillis, double slowness) {}

    /** What it does at this moment. */
    Phase at(long now) {
        Phase current = phases.getFirst();
        for (Phase phase : phases) {
            if (phase.fromSeconds() * 1e9 <= now) {
                current = phase;
            }
        }
        return current;
    }

    /** One that does its work. */
    static Actor good() {
        return of(phase(0, Manner.ACCEPTS));
    }

    static Actor of(Phase... phases) {
        return new Actor(1, Integer.MAX_VALUE, false, List.of(phases));
    }

    static Phase phase(double fromSeconds, Manner manner) {
        return new Phase(fromSeconds, manner, 1, 1);
    }

    Actor weighing(int newWeight) {
        return new Actor(newWeight, cap, backup, phases);
    }

    Actor cappedAt(int newCap) {
        return new Actor(weight, newCap, backup, phases);
    }
}
