package io.weir.registry;

import io.weir.registry.peer.PeerView;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells of writes that were lost, each once, when all that belongs to what made them void has had time to come: a removal may
 * come before what was cleared with it, and what brings a backend back after what was said of it then. On the registry's
 * thread.
 */
final class Losses {
    /** When all members have met, what each of them holds has reached the others by then. */
    static final Duration HOLD = Duration.ofSeconds(5);

    /** So many wait; beyond that the eldest is told of before its time. */
    static final int MOST = 1000;

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Telling telling;
    /** Since when each waits. */
    private final LinkedHashMap<Lost, Long> waiting = new LinkedHashMap<>();

    private boolean apart;
    private long metNanos;
    /** The same loss shows with every copy of the losing entry that comes. */
    private final Set<Lost> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Lost, Boolean> eldest) {
            return size() > MOST;
        }
    });

    Losses(Remembered memory, RegistryWiring wiring, Telling telling) {
        this.memory = memory;
        this.wiring = wiring;
        this.telling = telling;
    }

    /** What was just taken in may have made these void. */
    void noticed(Set<Lost> losses) {
        for (Lost loss : losses) {
            if (waiting.size() == MOST) {
                tell(waiting.sequencedKeySet().removeFirst());
            }
            waiting.putIfAbsent(loss, wiring.clock().nanoTime());
        }
    }

    /** Tells what is due; all wait equally long, and while a member cannot be reached for what that has to say. */
    void tick(long nowNanos) {
        PeerView members = memory.members;
        if (members != null
                && members.reachableOthers().size() < members.others().size()) {
            apart = true;
            metNanos = nowNanos;
        }
        while (!waiting.isEmpty() && isDue(waiting.firstEntry().getValue(), nowNanos)) {
            tell(waiting.pollFirstEntry().getKey());
        }
    }

    private boolean isDue(long since, long now) {
        return now - since >= HOLD.toNanos() && (!apart || now - metNanos >= HOLD.toNanos());
    }

    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    private void tell(Lost loss) {
        Plan plan = memory.state.plan();
        for (Lost settled : loss.settled(plan)) {
            if (told.add(settled)) {
                telling.lost(settled, plan);
            }
        }
    }
}
