package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import java.util.Collection;

/** Keeps note of each backend's health, and says when it changed. */
final class Notes {
    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Telling telling;

    Notes(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
        this.telling = new Telling(wiring);
    }

    void note(BackendKey key) {
        Defined defined = memory.state.plan().index().get(key);
        if (defined != null) {
            note(memory.state.facts(defined.pool(), defined.spec()));
        }
    }

    /** Takes note of these, or of all there are. */
    void note(Collection<BackendKey> keys, boolean all) {
        if (all) {
            noteAll();
        } else {
            keys.forEach(this::note);
        }
    }

    /** Of all there are; what is there no more is forgotten. */
    void noteAll() {
        memory.noted.keySet().retainAll(memory.state.plan().index().keySet());
        memory.latest.keySet().retainAll(memory.state.plan().index().keySet());
        memory.state
                .plan()
                .index()
                .values()
                .forEach(defined -> note(memory.state.facts(defined.pool(), defined.spec())));
    }

    private void note(BackendFacts facts) {
        Remembered.Noted old = memory.noted.get(facts.key());
        long now = wiring.clock().epochMillis();
        if (old == null) {
            memory.noted.put(
                    facts.key(),
                    new Remembered.Noted(facts.health(), now, wiring.clock().nanoTime()));
        } else if (old.health() != facts.health()) {
            memory.noted.put(facts.key(), new Remembered.Noted(facts.health(), now, old.firstSeenNanos()));
            telling.flipped(facts, old.health(), memory.state.votes().get(facts.key()));
            if (old.health() == Health.DOWN && facts.health() == Health.UP) {
                endEjection(facts.key());
            }
        }
    }

    /** What checks found down and then up again is tried: should a dial fail all the same, it is one more in the row. */
    private void endEjection(BackendKey key) {
        if (memory.state.ejections().contains(key)) {
            memory.state = memory.state.returned(key);
            telling.returned(key);
        }
    }
}
