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
import org.slf4j.Logger;

/** Puts what happens to backends into words: a log line, an event, and for flips a count. */
final class Telling {
    private final RegistryWiring wiring;
    private final Logger log;

    Telling(RegistryWiring wiring, Logger log) {
        this.wiring = wiring;
        this.log = log;
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
        String line = "Backend {} is {} (was {}{}): {}";
        String how = step.isEmpty() ? "" : ", " + step;
        if (to == Health.DOWN) {
            log.warn(line, name(key), to.word(), from.word(), how, facts.reason());
        } else {
            log.info(line, name(key), to.word(), from.word(), how, facts.reason());
        }
        Map<String, String> details = details(key);
        details.put("from", from.word());
        details.put("to", to.word());
        details.put("reason", facts.reason());
        if (!step.isEmpty()) {
            details.put("step", step);
        }
        event("backend-health", details);
    }

    void ejected(BackendKey key, Ejection ejection, Duration time) {
        log.warn(
                "Backend {} is out of use on this node for {} ms: {} dials in a row failed, the last one: {}",
                name(key),
                time.toMillis(),
                ejection.failures(),
                ejection.why().word());
        Map<String, String> details = details(key);
        details.put("failures", Integer.toString(ejection.failures()));
        details.put("reason", ejection.why().word());
        details.put("forMillis", Long.toString(time.toMillis()));
        event("backend-ejected", details);
    }

    void returned(BackendKey key) {
        log.info("Backend {} is back in use on this node", name(key));
        event("backend-returned", details(key));
    }

    void state(BackendKey key, AdminState from, AdminState to, String by) {
        log.info("Backend {} is {} (was {}) by {}", name(key), to.word(), from.word(), by);
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

    private static String name(BackendKey key) {
        return key.pool() + "/" + key.id();
    }
}
