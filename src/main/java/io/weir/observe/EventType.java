package io.weir.observe;

import io.weir.model.Worded;

/**
 * Every kind of event that this version makes; what it means and which details it has stands in {@code docs/logs.md}. A
 * node of another version may tell of further ones.
 */
public enum EventType implements Worded {
    /** A backend's health is another one. */
    BACKEND_HEALTH("backend-health"),
    /** Failed dials keep a backend out of use on this node. */
    BACKEND_EJECTED("backend-ejected", true),
    /** It may be used again. */
    BACKEND_RETURNED("backend-returned"),
    /** A backend's state is another one. */
    BACKEND_STATE("backend-state"),
    /** A run-time backend is there. */
    BACKEND_ADDED("backend-added"),
    /** It is gone. */
    BACKEND_REMOVED("backend-removed"),
    /** Somebody wrote a field of a backend or pool on this node. */
    OVERRIDE("override"),
    /** Of two writes that did not know of each other this one does not hold. */
    OVERRIDE_LOST("override-lost", true),
    /** A write was stamped with a time that cannot be. */
    OVERRIDE_REFUSED("override-refused", true),
    /** What was said at run time could not be written to disk. */
    STATE_NOT_SAVED("state-not-saved", true),
    /** It could not, and now was. */
    STATE_SAVED("state-saved"),
    /** What was on disk could not be read and was set aside. */
    STATE_SET_ASIDE("state-set-aside", true),
    /** Somebody ended a connection. */
    CONNECTION_KILLED("connection-killed"),
    /** Somebody changed what this node logs. */
    LOG_LEVEL("log-level"),
    /** A member's wall clock shows another time. */
    CLOCK_SKEW("clock-skew", true),
    /** This node became a member. */
    CLUSTER_JOINED("cluster-joined"),
    /** Another node became a member. */
    MEMBER_UP("member-up"),
    /** A member does not answer. */
    MEMBER_UNREACHABLE("member-unreachable", true),
    /** It answers again. */
    MEMBER_REACHABLE("member-reachable"),
    /** A member is none any more: it left, or did not answer for too long. */
    MEMBER_REMOVED("member-removed"),
    /** Two members have one name, so that nobody can tell them apart. */
    NODE_NAME_TWICE("node-name-twice", true),
    /** This node's island joined a greater one. */
    ISLAND_MERGED("island-merged"),
    /** This node's control plane ended and was started again. */
    CONTROL_PLANE_RESTARTED("control-plane-restarted", true),
    /** The file was read again and is in force. */
    RELOAD("reload"),
    /** The file was read again and cannot be obeyed. */
    RELOAD_FAILED("reload-failed", true),
    /** Somebody paused, switched or limited a listener. */
    LISTENER_CHANGED("listener-changed"),
    /** The pool that a listener was switched to is no more, and it leads to its file's pool again. */
    LISTENER_SWITCHED_BACK("listener-switched-back", true),
    /** Somebody made this node not ready. */
    NODE_DRAINING("node-draining"),
    /** Somebody made it ready again. */
    NODE_READY("node-ready"),
    /** This node begins to stop. */
    NODE_LEAVING("node-leaving");

    private final String word;
    private final boolean warns;

    EventType(String word) {
        this(word, false);
    }

    EventType(String word, boolean warns) {
        this.word = word;
        this.warns = warns;
    }

    @Override
    public String word() {
        return word;
    }

    /** Whether somebody should look at it. */
    public boolean warns() {
        return warns;
    }

    /** Whether a word is that of an event that somebody should look at. */
    public static boolean warns(String word) {
        for (EventType type : values()) {
            if (type.word.equals(word)) {
                return type.warns;
            }
        }
        return false;
    }
}
