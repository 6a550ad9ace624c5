package io.weir.admin.api;

import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes events of what was asked for through the API: what, then by whom and from where. Writes of backends and pools are told
 * by the registry, which knows the old value. Any thread.
 */
final class Acts {
    private final Journal journal;
    private final NanoClock clock;

    Acts(ApiSources sources) {
        this.journal = sources.journal();
        this.clock = sources.clock();
    }

    /**
     * Something was done.
     *
     * @param what names and values, in the order they are to be shown; where a value became another one, {@code old} and
     *     {@code new}
     */
    void done(EventType type, Caller by, Map<String, String> what) {
        Map<String, String> details = new LinkedHashMap<>(what);
        details.put("by", by.name());
        details.put("from", by.from());
        journal.add(new Event(type, clock.epochMillis(), details));
    }
}
