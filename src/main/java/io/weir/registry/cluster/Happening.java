package io.weir.registry.cluster;

import io.weir.model.Worded;
import io.weir.observe.Event;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import java.util.LinkedHashMap;
import java.util.Map;

/** What happens to a cluster, as events name it. */
public enum Happening implements Worded {
    /** This node became a member. */
    JOINED("cluster-joined"),
    /** Another node became a member. */
    MEMBER_UP("member-up"),
    /** A member does not answer. */
    MEMBER_UNREACHABLE("member-unreachable"),
    /** It answers again. */
    MEMBER_REACHABLE("member-reachable"),
    /** A member is none any more: it left, or did not answer for too long. */
    MEMBER_REMOVED("member-removed"),
    /** This node's island joined a greater one. */
    ISLAND_MERGED("island-merged"),
    /** This node's control plane ended and was started again. */
    CONTROL_PLANE_RESTARTED("control-plane-restarted");

    private final String word;

    Happening(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /**
     * Adds it to a journal.
     *
     * @param node whose journal it is
     * @param details names and values, in the order they are to be shown
     */
    public void tell(Journal journal, NanoClock clock, String node, Map<String, String> details) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("node", node);
        all.putAll(details);
        journal.add(new Event(word, clock.epochMillis(), all));
    }
}
