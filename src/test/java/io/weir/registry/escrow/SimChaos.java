package io.weir.registry.escrow;

import io.weir.registry.peer.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Everything that can befall a cluster, to fewer than half of its nodes at a time. */
final class SimChaos {
    private final SimNet net;
    private final RandomGenerator random;
    private final Set<String> affected = new HashSet<>();
    private boolean over;
    int events;

    /** Whether nodes are only killed and taken leave of, so that no removed one lives on. */
    private final boolean gentle;

    SimChaos(SimNet net, RandomGenerator random, boolean gentle) {
        this.net = net;
        this.random = random;
        this.gentle = gentle;
    }

    void begin() {
        net.clock.afterMillis(1_000 + random.nextDouble() * 6_000, () -> {
            if (!over) {
                befall();
                begin();
            }
        });
    }

    /** No more of it; what is under way ends within 70 s. */
    void end() {
        over = true;
        net.loss = 0;
    }

    private void befall() {
        net.loss = random.nextInt(3) == 0 ? random.nextDouble() * 0.3 : 0;
        SimNode node = net.nodes.get(random.nextInt(net.nodes.size()));
        if (affected.contains(node.name)
                || (affected.size() + 1) * 2 >= net.nodes.size()
                || node.id == null
                || node.ending) {
            return;
        }
        affected.add(node.name);
        events++;
        switch (random.nextInt(gentle ? 2 : 5)) {
            case 0 -> crash(node);
            case 1 -> leave(node);
            case 2 -> freeze(node);
            case 3 -> cut(node);
            default -> planeFails(node);
        }
    }

    private void crash(SimNode node) {
        NodeId id = id(node);
        node.alive = false;
        node.id = null;
        node.view = null;
        node.cluster = null;
        node.tills.clear();
        boolean quick = random.nextBoolean();
        net.clock.afterMillis(
                quick ? 1_000 : 6_000 + random.nextDouble() * 8_000, () -> net.remove(node, id, net.main));
        net.clock.afterMillis(quick ? 1_001 : 15_000, () -> restart(node));
    }

    private void restart(SimNode node) {
        node.boot();
        net.join(node, net.main);
        affected.remove(node.name);
    }

    private void leave(SimNode node) {
        NodeId id = id(node);
        node.draining = true;
        net.clock.afterMillis(3_000, () -> {
            // What was left was closed before it left
            node.tills.values().forEach(till -> till.used = 0);
            node.alive = false;
            node.id = null;
            node.view = null;
            node.cluster = null;
            node.tills.clear();
            net.remove(node, id, net.main);
            net.clock.afterMillis(5_000, () -> restart(node));
        });
    }

    private void freeze(SimNode node) {
        NodeId id = id(node);
        node.frozen = true;
        double forMillis = 1_000 + random.nextDouble() * 30_000;
        if (forMillis > 8_000) {
            net.clock.afterMillis(7_000 + random.nextDouble() * 1_000, () -> net.remove(node, id, net.main));
        }
        net.clock.afterMillis(forMillis, () -> {
            node.thaw();
            affected.remove(node.name);
        });
    }

    private void cut(SimNode node) {
        NodeId id = id(node);
        net.cut.add(node.name);
        net.nodes.forEach(each -> each.does(() -> net.look(each)));
        double forMillis = 1_000 + random.nextDouble() * 60_000;
        if (forMillis > 14_000) {
            net.clock.afterMillis(10_000 + random.nextDouble() * 3_000, () -> net.remove(node, id, net.main));
            net.clock.afterMillis(10_000 + random.nextDouble() * 3_000, () -> net.putOut(node));
            if (forMillis > 25_000) {
                net.clock.afterMillis(24_000, () -> net.join(node, new SimCluster()));
            }
        }
        net.clock.afterMillis(forMillis, () -> {
            net.cut.remove(node.name);
            affected.remove(node.name);
            if (node.cluster == net.main && !node.ending) {
                net.nodes.forEach(each -> each.does(() -> net.look(each)));
                net.spread(net.main);
            } else {
                net.lose(node);
                net.comeBack(node, random.nextDouble() * 5_000);
            }
        });
    }

    /** It keeps forwarding and knows at once; the others have to find out. */
    private void planeFails(SimNode node) {
        NodeId id = id(node);
        net.lose(node);
        double removed = random.nextDouble() * 12_000;
        net.clock.afterMillis(removed, () -> net.remove(node, id, net.main));
        net.clock.afterMillis(removed + 100 + random.nextDouble() * 3_000, () -> {
            net.join(node, net.main);
            affected.remove(node.name);
        });
    }

    private static NodeId id(SimNode node) {
        NodeId id = node.id;
        if (id == null) {
            throw new IllegalStateException(node.name + " is nowhere");
        }
        return id;
    }

    List<String> affected() {
        return List.copyOf(affected);
    }
}
