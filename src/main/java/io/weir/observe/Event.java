package io.weir.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something an operator wants to know of: a health flip, an act, a member that came or went.
 *
 * @param type what kind, lower case with hyphens
 * @param epochMillis when, by the wall clock
 * @param details names and values, in the order they are to be shown; never a secret
 */
public record Event(String type, long epochMillis, Map<String, String> details) {
    public Event {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
