package io.weir.registry.inquiry;

import io.weir.registry.peer.Blob;
import io.weir.registry.peer.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;

/** A question that this node asked, and what was answered so far. On the actor's thread. */
final class Question {
    private final ActorRef<Inquired> replyTo;
    private final Map<NodeId, List<Blob>> left = new LinkedHashMap<>();
    private final Map<String, List<Blob>> answers = new TreeMap<>();
    private final Set<String> unanswered = new TreeSet<>();
    private boolean self;
    private int bytes;

    /**
     * One that nobody answered yet.
     *
     * @param asked the others
     * @param cut names of those that cannot be asked
     * @param self whether this node answers as well
     */
    Question(ActorRef<Inquired> replyTo, List<NodeId> asked, List<String> cut, boolean self) {
        this.replyTo = replyTo;
        this.self = self;
        asked.forEach(node -> left.put(node, new ArrayList<>()));
        unanswered.addAll(cut);
    }

    /** Takes a part of a node's answer, or gives up on it; returns by how many bytes more is held. */
    int take(NodeId from, int number, boolean last, boolean refused, Blob part, int room) {
        List<Blob> parts = left.get(from);
        if (parts == null) {
            return 0;
        }
        boolean fits = number == parts.size() && number < Answerer.MOST_PARTS && part.size() <= room;
        if (refused || !fits) {
            left.remove(from);
            unanswered.add(from.name());
            return drop(parts);
        }
        parts.add(part);
        bytes += part.size();
        if (last) {
            left.remove(from);
            answered(from.name(), parts);
        }
        return part.size();
    }

    private int drop(List<Blob> parts) {
        int size = parts.stream().mapToInt(Blob::size).sum();
        bytes -= size;
        return -size;
    }

    /** This node's own answer; empty where it has none. */
    void own(String name, List<Blob> parts) {
        self = false;
        if (parts.isEmpty()) {
            unanswered.add(name);
        } else {
            answered(name, parts);
        }
    }

    private void answered(String name, List<Blob> parts) {
        answers.computeIfAbsent(name, any -> new ArrayList<>()).addAll(parts);
    }

    /** Only these can still answer. */
    void only(Set<NodeId> members) {
        for (NodeId node : new LinkedHashSet<>(left.keySet())) {
            if (!members.contains(node)) {
                left.remove(node);
                unanswered.add(node.name());
            }
        }
    }

    boolean isAnswered() {
        return left.isEmpty() && !self;
    }

    /** How many bytes of answers it holds. */
    int bytes() {
        return bytes;
    }

    /** Says what there is; nothing is taken any more. */
    void reply(String ownName) {
        if (self) {
            unanswered.add(ownName);
        }
        left.keySet().forEach(node -> unanswered.add(node.name()));
        replyTo.tell(new Inquired(answers, List.copyOf(unanswered), false));
    }
}
