package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.ProbeReport;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Merge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of what happens to backends, which whoever keeps the journal also logs, and counts flips. */
final class Telling {
    /** The settings of a pool may be long. */
    private static final int MOST_TEXT = 200;

    private static final String REMOVED = "removed";

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
        event(EventType.BACKEND_HEALTH, details);
    }

    void ejected(BackendRegistry.DialFailed failed, Duration time) {
        Map<String, String> details = details(failed.key());
        details.put("failures", Integer.toString(failed.consecutive()));
        details.put("reason", failed.why().word());
        details.put("forMillis", Long.toString(time.toMillis()));
        event(EventType.BACKEND_EJECTED, details);
    }

    void returned(BackendKey key) {
        event(EventType.BACKEND_RETURNED, details(key));
    }

    void state(BackendKey key, AdminState from, AdminState to, String by) {
        Map<String, String> details = details(key);
        details.put("from", from.word());
        details.put("to", to.word());
        details.put("by", by);
        event(EventType.BACKEND_STATE, details);
    }

    /** A field was written on this node. */
    void written(Merge.Step step, String from) {
        Map<String, String> details = details(step.after().field());
        details.put("old", text(step.before()));
        details.put("new", text(step.after()));
        details.put("by", step.after().by());
        details.put("from", from);
        event(EventType.OVERRIDE, details);
    }

    /** A write does not hold, because of one that did not know of it. */
    void lost(Lost lost, Plan plan) {
        Entry winner = lost.winner();
        Map<String, String> details = details(lost.write().field());
        details.put("lost", found(lost.write()));
        details.put("lostBy", lost.write().by());
        details.put("holds", winner == null ? REMOVED : found(winner));
        details.put("by", winner == null ? lost.remover(plan) : winner.by());
        event(EventType.OVERRIDE_LOST, details);
    }

    private static String found(Entry entry) {
        String field = entry.field().name();
        boolean whole = field.equals(Field.PRESENT) || field.equals(Field.POOL);
        return whole && entry.value() == null ? REMOVED : text(entry);
    }

    /** An entry was stamped with a time that cannot be. */
    void refused(Entry entry) {
        Map<String, String> details = details(entry.field());
        details.put("by", entry.by());
        details.put("time", Long.toString(entry.stamp().time()));
        event(EventType.OVERRIDE_REFUSED, details);
    }

    void added(BackendKey key) {
        event(EventType.BACKEND_ADDED, details(key));
    }

    void removed(BackendKey key) {
        event(EventType.BACKEND_REMOVED, details(key));
    }

    /** A member's wall clock shows another time. */
    void clockSkew(String member, long millis) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("member", member);
        details.put("aheadMillis", Long.toString(millis));
        event(EventType.CLOCK_SKEW, details);
    }

    /** What was said at run time could not be written to disk. */
    void notSaved(Throwable fault) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("reason", String.valueOf(fault.getMessage()));
        event(EventType.STATE_NOT_SAVED, details);
    }

    /** It could not, and now was. */
    void savedAgain() {
        event(EventType.STATE_SAVED, Map.of());
    }

    private static String text(@Nullable Entry entry) {
        if (entry == null || entry.value() == null) {
            return "";
        }
        boolean state = entry.field().name().equals(Field.STATE);
        String value = state ? FieldText.shownState(entry.value()) : entry.value();
        return value.length() <= MOST_TEXT ? value : value.substring(0, MOST_TEXT) + "…";
    }

    private Map<String, String> details(Field field) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("pool", field.pool());
        if (field.backend() != null) {
            details.put("backend", field.backend());
            details.put("address", String.valueOf(field.address()));
        }
        details.put("field", field.name());
        return details;
    }

    private Map<String, String> details(BackendKey key) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("pool", key.pool());
        details.put("backend", key.id());
        details.put("address", key.address().toString());
        return details;
    }

    private void event(EventType type, Map<String, String> details) {
        wiring.journal().add(new Event(type, wiring.clock().epochMillis(), details));
    }
}
