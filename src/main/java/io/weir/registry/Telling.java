package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.ProbeReport;
import io.weir.observe.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of what happens to backends, which whoever keeps the journal also logs, and counts flips. */
final class Telling {
    private final RegistryWiring wiring;

    Telling(RegistryWiring wiring) {
        this.wiring = wiring;
    }

    /** The verdict is another one; a step back to unknown is an act of our own and not told. */
    void flipped(BackendFacts facts, Health from, @Nullable ProbeReport vote) {
        Health to = facts.health();
        if (to == Health.UNKNOWN) {
            return;
        }
        BackendKey key = facts.key();
        // Where the verdict is not the checks', as for a name that never resolved, no step led to it.
        String step = vote == null || !vote.reason().equals(facts.reason()) ? "" : vote.step();
        wiring.meters().healthFlipped(key.pool(), key.id(), to);
        Map<String, String> details = details(key);
        details.put("from", from.word());
        details.put("to", to.word());
        details.put("reason", facts.reason());
        if (!step.isEmpty()) {
            details.put("step", step);
        }
        event("backend-health", details);
    }

    void ejected(BackendRegistry.DialFailed failed, Duration time) {
        Map<String, String> details = details(failed.key());
        details.put("failures", Integer.toString(failed.consecutive()));
        details.put("reason", failed.why().word());
        details.put("forMillis", Long.toString(time.toMillis()));
        event("backend-ejected", details);
    }

    void returned(BackendKey key) {
        event("backend-returned", details(key));
    }

    void state(BackendKey key, AdminState from, AdminState to, String by) {
        Map<String, String> details = details(key);
        details.put("from", from.word());
        details.put("to", to.word());
        details.put("by", by);
        event("backend-state", details);
    }

    private Map<String, String> details(BackendKey key) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("node", wiring.node());
        details.put("pool", key.pool());
        details.put("backend", key.id());
        details.put("address", key.address().toString());
        return details;
    }

    private void event(String type, Map<String, String> details) {
        wiring.journal().add(new Event(type, wiring.clock().epochMillis(), details));
    }
}
