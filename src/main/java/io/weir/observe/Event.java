package io.weir.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something an operator wants to know of: a health flip, an act, a member that came or went. Bounded: what is longer is cut.
 *
 * @param type what kind, lower case with hyphens
 * @param epochMillis when, by the wall clock of the node it happened on
 * @param details names and values, in the order they are to be shown; never a secret
 */
public record Event(String type, long epochMillis, Map<String, String> details) {
    /** An event has no more details. */
    public static final int MOST_DETAILS = 16;

    /** No value, name or type is longer. */
    public static final int LONGEST = 500;

    public Event {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : details.entrySet()) {
            if (kept.size() < MOST_DETAILS) {
                kept.put(cut(each.getKey()), cut(each.getValue()));
            }
        }
        type = cut(type);
        details = Collections.unmodifiableMap(kept);
    }

    /** One that this version makes. */
    public Event(EventType type, long epochMillis, Map<String, String> details) {
        this(type.word(), epochMillis, details);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
