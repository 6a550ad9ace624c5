package io.weir.observe;

import java.util.Map;
import java.util.Set;

/** The names that may be labels now: what is configured. Immutable; two are never equal, so that a change is seen by identity. */
public final class Inventory {
    /** Before the first configuration is known every name is shown. */
    static final Inventory EVERYTHING = new Inventory(Map.of(), Map.of());

    private final Map<String, String> listeners;
    private final Map<String, Set<String>> backends;

    /**
     * What is configured.
     *
     * @param listeners each listener's pool, by the listener's name
     * @param backends the ids of each pool's backends, by the pool's name
     */
    public Inventory(Map<String, String> listeners, Map<String, Set<String>> backends) {
        this.listeners = Map.copyOf(listeners);
        this.backends = Map.copyOf(backends);
    }

    Map<String, String> listeners() {
        return listeners;
    }

    Map<String, Set<String>> backends() {
        return backends;
    }

    boolean hasListener(String name) {
        return this == EVERYTHING || listeners.containsKey(name);
    }

    boolean hasPool(String name) {
        return this == EVERYTHING || backends.containsKey(name);
    }

    boolean hasBackend(String pool, String id) {
        return this == EVERYTHING || backends.getOrDefault(pool, Set.of()).contains(id);
    }
}
