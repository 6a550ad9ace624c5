package io.weir.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this node is at, as its assembly knows it at one moment. Immutable.
 *
 * @param phase of its life
 * @param listeners every configured listener by name
 * @param acquainted whether it read once all that another member holds, or waited long enough, or had nobody to wait for
 * @param reload how the configuration was last read
 */
public record NodeStatus(Phase phase, Map<String, Listener> listeners, boolean acquainted, Reload reload) {
    public NodeStatus {
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
    }

    /** The phases of a node's life. */
    public enum Phase {
        /** Not everything is up yet. */
        STARTING,
        /** Taking connections. */
        RUNNING,
        /** An operator drains it; still accepting. */
        DRAINING,
        /** On its way out. */
        STOPPING
    }

    /**
     * A listener.
     *
     * @param pool where its connections go
     * @param bound whether all its addresses are bound
     * @param paused whether it takes no connections, which then wait in its backlog
     */
    public record Listener(String pool, boolean bound, boolean paused) {}

    /**
     * The last reading of the configuration, at the start or on a reload.
     *
     * @param succeeded whether it is in effect
     * @param epochMillis when it was, by the wall clock
     */
    public record Reload(boolean succeeded, long epochMillis) {}
}
