package io.weir.registry.report;

import io.weir.health.Verdict;
import io.weir.model.BackendKey;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.ReportAsk;
import io.weir.registry.peer.ReportPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all other members report, summed up. A node that is a member no more counts for nothing from that moment on. One
 * thread; time is nanoseconds of the monotonic clock.
 */
public final class Neighbours {
    /** A node is asked again for what is missing after so long, and each time after twice as long as the time before. */
    static final long ASK_AGAIN = 1_000_000_000L;

    /** But never later than this; and where nothing was missing for so long, the next question is as the first. */
    static final long ASK_SELDOM = 8_000_000_000L;

    /** What a node that is silent for so long last said counts for nothing, whether it is still a member or not. */
    static final long LOST = 15_000_000_000L;

    private final Map<NodeId, Neighbour> nodes = new LinkedHashMap<>();
    private final Map<BackendKey, Integer> connections = new HashMap<>();
    private final Map<BackendKey, Map<NodeId, Heard>> voters = new HashMap<>();
    private Set<BackendKey> revoted = new HashSet<>();
    private boolean otherwise;

    /** One of them. */
    private static final class Neighbour {
        private final ReportReader reader;
        private boolean leaving;
        private long asked;
        private long pause;

        Neighbour(ReportReader reader) {
            this.reader = reader;
        }
    }

    /**
     * The other members are these; reports of nobody else count.
     *
     * @return those of them that are new
     */
    public List<NodeId> members(Collection<NodeId> others, long nowNanos) {
        List<NodeId> gone = new ArrayList<>(nodes.keySet());
        gone.removeAll(others);
        for (NodeId node : gone) {
            Neighbour neighbour = nodes.remove(node);
            if (neighbour != null) {
                neighbour.reader.forget();
            }
        }
        List<NodeId> fresh = new ArrayList<>();
        for (NodeId node : others) {
            if (!nodes.containsKey(node)) {
                nodes.put(node, new Neighbour(new ReportReader(new Sums(node), nowNanos)));
                fresh.add(node);
            }
        }
        otherwise |= !fresh.isEmpty() || !gone.isEmpty();
        return fresh;
    }

    /** This node itself stood still for so long: that it heard nobody meanwhile says nothing about the others. */
    public void excuse(long nanos) {
        nodes.values().forEach(neighbour -> neighbour.reader.excuse(nanos));
    }

    /** Forgets what those said that are silent for too long. */
    public void forgetLost(long nowNanos) {
        for (Neighbour neighbour : nodes.values()) {
            if (!neighbour.reader.isEmpty() && nowNanos - neighbour.reader.heardNanos() >= LOST) {
                neighbour.reader.forget();
                otherwise = true;
            }
        }
    }

    /** Whether there is anything that any of them said. */
    public boolean saidAnything() {
        return nodes.values().stream().anyMatch(neighbour -> !neighbour.reader.isEmpty());
    }

    /** A part arrived; one of a node that is no member is ignored. */
    public void accept(NodeId from, ReportPart part, long nowNanos) {
        Neighbour neighbour = nodes.get(from);
        if (neighbour != null) {
            neighbour.reader.accept(part, nowNanos);
        }
    }

    /** Whom to ask now for what is missing. */
    public Map<NodeId, ReportAsk> asks(long nowNanos) {
        Map<NodeId, ReportAsk> asks = new LinkedHashMap<>();
        nodes.forEach((node, neighbour) -> {
            long since = nowNanos - neighbour.asked;
            if (neighbour.reader.lacking() && since >= neighbour.pause) {
                boolean first = neighbour.pause == 0 || since >= 2 * ASK_SELDOM;
                neighbour.pause = first ? ASK_AGAIN : Math.min(ASK_SELDOM, 2 * neighbour.pause);
                neighbour.asked = nowNanos;
                asks.put(node, neighbour.reader.ask());
            }
        });
        return asks;
    }

    /** All of them. */
    public Set<NodeId> nodes() {
        return nodes.keySet();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** When a node was last heard of; when it became a member, where it never was. */
    public long heardNanos(NodeId node) {
        Neighbour neighbour = nodes.get(node);
        return neighbour == null ? Long.MIN_VALUE : neighbour.reader.heardNanos();
    }

    /** Those that have not been silent for too long to vote. */
    public List<NodeId> alive(long nowNanos) {
        List<NodeId> alive = new ArrayList<>(nodes.size());
        nodes.forEach((node, neighbour) -> {
            if (nowNanos - neighbour.reader.heardNanos() < Verdict.SILENCE_NANOS) {
                alive.add(node);
            }
        });
        return alive;
    }

    /** A node will soon be gone: it votes on, and nothing is to be left to it. */
    public void leaving(NodeId node) {
        Neighbour neighbour = nodes.get(node);
        if (neighbour != null) {
            neighbour.leaving = true;
            otherwise = true;
        }
    }

    /** Those that live and are to stay. */
    public List<NodeId> staying(long nowNanos) {
        return alive(nowNanos).stream()
                .filter(node -> {
                    Neighbour neighbour = nodes.get(node);
                    return neighbour != null && !neighbour.leaving;
                })
                .toList();
    }

    /** Connections that all of them last said they have at a backend. */
    public int connections(BackendKey key) {
        return connections.getOrDefault(key, 0);
    }

    /** What one of them reports; null where that is nothing. */
    public @Nullable Heard heard(NodeId node, Subject subject) {
        Neighbour neighbour = nodes.get(node);
        return neighbour == null ? null : neighbour.reader.heard(subject);
    }

    /** What those report of a backend that check it. */
    public Map<NodeId, Heard> voters(BackendKey key) {
        return voters.getOrDefault(key, Map.of());
    }

    /** The backends that somebody voted on since this was last asked. */
    public Set<BackendKey> revoted() {
        Set<BackendKey> keys = revoted;
        revoted = new HashSet<>();
        return keys;
    }

    /** Whether since this was last asked a node came or went, or said something else than votes and counts. */
    public boolean otherwise() {
        boolean was = otherwise;
        otherwise = false;
        return was;
    }

    /** One node's part of the sums. */
    private final class Sums implements ReportReader.Listener {
        private final NodeId node;

        Sums(NodeId node) {
            this.node = node;
        }

        @Override
        public void connections(Subject subject, int before, int now) {
            BackendKey key = subject.backend();
            if (key != null) {
                connections.merge(key, now - before, (a, b) -> a + b == 0 ? null : a + b);
            }
        }

        @Override
        public void vote(Heard heard) {
            BackendKey key = heard.subject().backend();
            if (key == null) {
                return;
            }
            revoted.add(key);
            if (heard.vote() != null) {
                voters.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(node, heard);
            } else {
                voters.computeIfPresent(key, (k, known) -> {
                    known.remove(node);
                    return known.isEmpty() ? null : known;
                });
            }
        }

        @Override
        public void other(Subject subject) {
            otherwise = true;
        }
    }
}
