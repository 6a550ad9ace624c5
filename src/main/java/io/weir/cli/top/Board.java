package io.weir.cli.top;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known at the moment: the last answers, how fast everything went between them, and whether they are still to be
 * trusted. Bounded by what the last answers name. For one thread; time is a parameter.
 */
final class Board {
    private static final long FORGET = 60_000_000_000L;
    private static final History NONE = new History();

    private record Seen(long nanos, Map<Thing, Counters> counters) {}

    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<Thing, History> things = new HashMap<>();
    private final Map<String, History> nodes = new HashMap<>();
    private final History all = new History();
    private @Nullable Snapshot last;
    private @Nullable String failure;

    /** Takes in what a node answered. */
    void show(Snapshot snapshot) {
        Map<String, Map<Thing, Counters>> counters = snapshot.counters();
        Map<Thing, Pace> paces = new HashMap<>();
        Pace total = Pace.NONE;
        for (Map.Entry<String, Map<Thing, Counters>> node : counters.entrySet()) {
            Pace whole = Pace.NONE;
            Seen before = seen.get(node.getKey());
            for (Map.Entry<Thing, Counters> each : node.getValue().entrySet()) {
                Pace pace = before == null ? Pace.NONE : pace(before, each.getKey(), each.getValue(), snapshot.nanos());
                paces.merge(each.getKey(), pace, Pace::plus);
                whole = each.getKey().listener() ? whole.plus(pace) : whole;
            }
            nodes.computeIfAbsent(node.getKey(), each -> new History()).add(whole);
            seen.put(node.getKey(), new Seen(snapshot.nanos(), node.getValue()));
            total = total.plus(whole);
        }
        // The first look knows no pace
        if (last != null) {
            paces.forEach((thing, pace) ->
                    things.computeIfAbsent(thing, each -> new History()).add(pace));
            all.add(total);
        }
        things.keySet().retainAll(paces.keySet());
        seen.values().removeIf(each -> snapshot.nanos() - each.nanos() > FORGET);
        nodes.keySet().retainAll(seen.keySet());
        last = snapshot;
        failure = null;
    }

    private static Pace pace(Seen before, Thing thing, Counters now, long nanos) {
        Counters then = before.counters().get(thing);
        return then == null ? Pace.NONE : Pace.between(then, now, (nanos - before.nanos()) / 1e9);
    }

    /** The node did not answer; what was known is kept. */
    void fail(String why) {
        failure = why;
    }

    /** The last answers; null before the first. */
    @Nullable
    Snapshot last() {
        return last;
    }

    /** Why the last question was not answered; null where it was. */
    @Nullable
    String failure() {
        return failure;
    }

    /** How old the last answers are, in nanoseconds. */
    long age(long nowNanos) {
        return last == null ? 0 : nowNanos - last.nanos();
    }

    /** Of a listener or backend over all nodes. */
    History of(Thing thing) {
        return things.getOrDefault(thing, NONE);
    }

    /** Of a node's listeners. */
    History of(String node) {
        return nodes.getOrDefault(node, NONE);
    }

    /** Of everything. */
    History all() {
        return all;
    }
}
