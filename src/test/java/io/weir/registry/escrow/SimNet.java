package io.weir.registry.escrow;

import io.weir.kit.Timeline;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Nodes and what lies between them: messages that are late, lost, said twice and said to a later incarnation; memberships that
 * each learns in its own time; nodes that crash, freeze, leave, are cut off and come back.
 */
final class SimNet {
    final Timeline clock = new Timeline(1_000 * Timeline.MILLI);
    final List<SimNode> nodes = new ArrayList<>();
    final RandomGenerator random;
    final Set<String> cut = new HashSet<>();
    SimCluster main = new SimCluster();
    double loss;

    /** Which messages do not arrive. */
    Predicate<PeerMessage> lost = message -> false;

    double twice;
    double slowestMillis = 20;
    long messages;

    /** Whether messages become bytes on their way, as between real nodes. */
    boolean inBytes;

    long bytes;
    int longest;

    private final Map<Way, Long> lastArrival = new HashMap<>();
    private long uids = 1;

    private record Way(NodeId from, NodeId to) {}

    SimNet(RandomGenerator random) {
        this.random = random;
    }

    SimNode node(String name, Map<String, Integer> caps) {
        SimNode node = new SimNode(name, caps);
        nodes.add(node);
        ticks(node);
        return node;
    }

    private void ticks(SimNode node) {
        clock.afterMillis(node.escrow.isTight(clock.now()) ? 20 : 95 + random.nextDouble() * 10, () -> {
            node.does(() -> node.escrow.tick(clock.now()));
            ticks(node);
        });
    }

    /** Its control plane starts and joins: as the first where there is nobody. */
    void join(SimNode node, SimCluster cluster) {
        NodeId id = node.incarnation(random.nextBoolean() ? uids++ : -uids++);
        if (!cluster.history.isEmpty()) {
            // One of the same name and address proves the one before to be gone
            cluster.latest().stream()
                    .filter(each -> each.name().equals(node.name))
                    .forEach(old -> remove(node, old, cluster));
        }
        node.cluster = cluster;
        node.id = id;
        node.escrow.started(peers(node, id));
        cluster.add(id);
        node.known = cluster.history.size() - 2;
        spread(cluster);
    }

    /** Removed by the others; what it does about it itself is another matter. */
    void remove(SimNode node, NodeId id, SimCluster cluster) {
        if (cluster.remove(id)) {
            spread(cluster);
        }
    }

    /** Everybody learns of the newest membership, of each step in order, in their own time. */
    void spread(SimCluster cluster) {
        int step = cluster.history.size() - 1;
        for (SimNode node : nodes) {
            NodeId id = node.id;
            if (node.cluster == cluster && id != null) {
                clock.afterMillis(5 + random.nextDouble() * 400, () -> node.does(() -> learn(node, id, cluster, step)));
            }
        }
    }

    private void learn(SimNode node, NodeId id, SimCluster cluster, int step) {
        if (!id.equals(node.id) || node.ending || step <= node.known || hidden(node, cluster, step)) {
            return;
        }
        node.known = step;
        look(node);
    }

    /** Whether a node is cut off from the one that would tell it. */
    private boolean hidden(SimNode node, SimCluster cluster, int step) {
        return cut.contains(node.name) && cluster.history.get(step).stream().anyMatch(id -> !cut.contains(id.name()));
    }

    /** Shows a node what it knows, with who answers it now. */
    void look(SimNode node) {
        NodeId id = node.id;
        SimCluster cluster = node.cluster;
        if (id == null || cluster == null || node.known < 0 || node.ending) {
            return;
        }
        List<NodeId> members = cluster.history.get(node.known);
        if (!members.contains(id)) {
            if (!node.draining) {
                putOut(node);
                comeBack(node, 1_600 + random.nextDouble() * 2_000);
            }
            return;
        }
        PeerView view = new PeerView(
                id,
                members.stream()
                        .map(each -> new PeerView.Member(each, reaches(id.name(), each.name())))
                        .toList());
        node.view = view;
        node.escrow.changed(view, clock.now());
    }

    boolean reaches(String a, String b) {
        return cut.contains(a) == cut.contains(b);
    }

    /** Its cluster has done with it: from what it hears of that to the end of its control plane takes up to a second and a half. */
    void putOut(SimNode node) {
        NodeId id = node.id;
        if (id != null && node.alive) {
            node.hearsOfItsEnd(clock.now());
            clock.afterMillis(random.nextDouble() * 1_500, () -> {
                if (id.equals(node.id)) {
                    lose(node);
                }
            });
        }
    }

    void lose(SimNode node) {
        node.lostPlane();
    }

    void comeBack(SimNode node, double millis) {
        clock.afterMillis(
                millis,
                () -> node.does(() -> {
                    if (node.id == null && !cut.contains(node.name)) {
                        join(node, main);
                    }
                }));
    }

    private Peers peers(SimNode from, NodeId id) {
        return new SimPeers((to, message) -> {
            if (id.equals(from.id) && !from.ending) {
                messages++;
                carry(id, to, message);
            }
        });
    }

    private void carry(NodeId from, NodeId to, PeerMessage said) {
        PeerMessage message = inBytes ? throughBytes(said) : said;
        SimNode target = find(to.name());
        if (target == null || !reaches(from.name(), to.name()) || lost.test(message) || random.nextDouble() < loss) {
            return;
        }
        Way way = new Way(from, to);
        long at = clock.now() + (long) ((0.1 + random.nextDouble() * slowestMillis) * Timeline.MILLI);
        at = Math.max(at, lastArrival.getOrDefault(way, 0L) + 1);
        lastArrival.put(way, at);
        arrive(target, from, message, at - clock.now());
        if (random.nextDouble() < twice) {
            // Much later, out of order, and perhaps to somebody who is not the same any more
            arrive(target, from, message, at - clock.now() + (long) (random.nextDouble() * 15_000 * Timeline.MILLI));
        }
    }

    private PeerMessage throughBytes(PeerMessage message) {
        byte[] encoded = PeerCodec.bytes(message);
        bytes += encoded.length;
        longest = Math.max(longest, encoded.length);
        return PeerCodec.message(encoded).orElseThrow();
    }

    private void arrive(SimNode target, NodeId from, PeerMessage message, long in) {
        clock.after(in, () -> target.does(() -> target.hear(from, message, clock.now())));
    }

    @Nullable
    SimNode find(String name) {
        return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        nodes.forEach(node -> all.append("\n")
                .append(node.id)
                .append(node.alive ? "" : " dead")
                .append(node.frozen ? " frozen" : "")
                .append(node.cluster == main ? "" : " apart")
                .append(" sees ")
                .append(node.view)
                .append(' ')
                .append(node.escrow));
        return all.toString();
    }
}
