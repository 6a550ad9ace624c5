package io.weir.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One situation to put an algorithm in.
 *
 * @param name what the report calls it
 * @param actors the backends, {@code b0}, {@code b1}, ...
 * @param arrivalsPerSecond new connections, at random moments
 * @param meanMillis how long a connection lasts at a backend of usual speed, exponentially spread
 * @param clients how many different clients there are
 * @param seconds how long it goes on
 */
record Scene(
        String name, List<Actor> actors, double arrivalsPerSecond, double meanMillis, int clients, double seconds) {
    /** Equal good backends. */
    static List<Actor> good(int count) {
        return new ArrayList<>(Collections.nCopies(count, Actor.good()));
    }

    /** Good backends, the first replaced. */
    static List<Actor> withFirst(Actor first, int count) {
        List<Actor> actors = good(count);
        actors.set(0, first);
        return actors;
    }
}
