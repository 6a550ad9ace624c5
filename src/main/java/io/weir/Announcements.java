package io.weir;

import io.weir.admin.api.Caller;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes events of what is done to this node. Any thread. */
final class Announcements {
    private final Journal journal;
    private final NanoClock clock;

    Announcements(Journal journal, NanoClock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Something was done.
     *
     * @param type of the event
     * @param by who did it, and from where
     * @param details names and values in turn
     */
    void say(EventType type, Caller by, String... details) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < details.length; i += 2) {
            all.put(details[i], details[i + 1]);
        }
        all.put("by", by.name());
        all.put("from", by.from());
        journal.add(new Event(type, clock.epochMillis(), all));
    }
}
