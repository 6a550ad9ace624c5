package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Off;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.peer.PeerView;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Backends that connections are to leave: ends what is left when a deadline has come, and removes a run-time backend when it
 * has no connection any more. Deadlines count from when this node heard of them, by its monotonic clock. On the registry's
 * thread.
 */
final class Departures {
    /** With other members about, a backend is removed no sooner than this after it was asked for: they report by then. */
    static final Duration HOLD = Duration.ofSeconds(2);

    /** Another node removes it as well where the one that was asked does not. */
    static final Duration STEAD = Duration.ofSeconds(10);

    /** What is dialled when the time comes is joined later: so it is looked at again. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int ENDS = 60;
    private static final long NEVER = Long.MAX_VALUE;

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Map<BackendKey, Going> going = new HashMap<>();

    /** What was asked for, and what is due next. */
    private static final class Going {
        final Spoken asked;
        final long since;
        long due;
        int ends;

        Going(Spoken asked, long since, long due) {
            this.asked = asked;
            this.since = since;
            this.due = due;
        }
    }

    Departures(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
    }

    /** The state of these backends may have changed. */
    void changed(Collection<BackendKey> keys) {
        long now = wiring.clock().nanoTime();
        for (BackendKey key : keys) {
            Spoken asked = asked(key);
            Going known = going.get(key);
            if (asked == null) {
                going.remove(key);
            } else if (known == null || !known.asked.stamp().equals(asked.stamp())) {
                long due = asked.force() ? now : asked.deadline() == null ? NEVER : end(now, asked.deadline());
                going.put(key, new Going(asked, now, due));
            }
        }
    }

    private static long end(long now, Duration time) {
        long nanos = Off.nanos(time);
        return nanos > NEVER - Math.max(0, now) ? NEVER : now + nanos;
    }

    /** Also of one that is removed: here it may have connections yet. Null where nothing is to go. */
    private @Nullable Spoken asked(BackendKey key) {
        Plan plan = memory.state.plan();
        Entry state = plan.overrides().get(Field.of(key, Field.STATE));
        Spoken spoken = plan.spoken(key);
        if (state != null && !plan.index().containsKey(key)) {
            boolean atRunTime = plan.overrides().get(Field.of(key, Field.PRESENT)) != null;
            spoken = atRunTime ? FieldText.state(state.value(), spoken, state.stamp()) : spoken;
        }
        return spoken.state() == AdminState.READY ? null : spoken;
    }

    boolean isWaiting() {
        return going.entrySet().stream().anyMatch(each -> each.getValue().due != NEVER || isRemoving(each.getKey()));
    }

    private boolean isRemoving(BackendKey key) {
        return memory.state.plan().spoken(key).state() == AdminState.REMOVING;
    }

    /** Does what is due; returns those whose last connection has ended. */
    List<BackendKey> due(long now) {
        List<BackendKey> gone = new ArrayList<>();
        going.forEach((key, it) -> {
            if (it.due <= now) {
                end(key, it);
            }
            if (isRemoving(key) && mayGo(key, it, now)) {
                gone.add(key);
            }
        });
        going.entrySet()
                .removeIf(each -> each.getValue().due == NEVER
                        && !memory.state.plan().index().containsKey(each.getKey()));
        return gone;
    }

    private void end(BackendKey key, Going it) {
        Set<BackendKey> keys = new LinkedHashSet<>();
        keys.add(key);
        wiring.table().current().former(key).forEach(before -> keys.add(before.key()));
        keys.forEach(it.asked.force() ? wiring.closings()::reset : wiring.closings()::drain);
        it.due = ++it.ends < ENDS ? wiring.clock().nanoTime() + AGAIN_NANOS : NEVER;
    }

    private boolean mayGo(BackendKey key, Going it, long now) {
        PeerView members = memory.members;
        boolean alone = members == null || members.alone();
        boolean mine = it.asked.stamp().node() == memory.stamps.node();
        Duration hold = alone ? Duration.ZERO : mine ? HOLD : STEAD;
        int others = memory.reportsOfNodes.connections(key).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return now - it.since >= hold.toNanos() && own(key) == 0 && others == 0;
    }

    private int own(BackendKey key) {
        RoutingTable table = wiring.table().current();
        PoolRoute route = table.pool(key.pool());
        int held = table.formerConnections(key);
        for (BackendView view : route == null ? List.<BackendView>of() : route.backends()) {
            if (view.key().equals(key)) {
                held += view.backend() == null ? 0 : view.backend().connections();
            }
        }
        return held;
    }
}
