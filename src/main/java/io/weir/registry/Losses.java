package io.weir.registry;

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
    /** When two sides have met, what each of them holds has reached the other by then. */
    static final Duration HOLD = Duration.ofSeconds(5);

    /** So many wait; beyond that the eldest is told of before its time. */
    static final int MOST = 1000;

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Telling telling;
    /** When each is due. */
    private final LinkedHashMap<Lost, Long> waiting = new LinkedHashMap<>();
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
            waiting.putIfAbsent(loss, wiring.clock().nanoTime() + HOLD.toNanos());
        }
    }

    /** Tells what is due; all wait equally long. */
    void tick(long nowNanos) {
        while (!waiting.isEmpty() && nowNanos - waiting.firstEntry().getValue() >= 0) {
            tell(waiting.pollFirstEntry().getKey());
        }
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
