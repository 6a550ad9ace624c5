package io.weir.registry.report;

import io.weir.health.Ownership;
import io.weir.health.Verdict;
import io.weir.model.BackendKey;
import io.weir.model.CheckKind;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Scope;
import io.weir.registry.peer.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which backends this node checks: those it owns among the living nodes that check them alike; those it owned before, until
 * the new owners have voted; and those whose owners keep silent about them though they live. One thread.
 */
public final class Duties {
    private final Neighbours neighbours;
    private final Map<BackendKey, List<NodeId>> owners = new HashMap<>();
    private final Map<String, List<NodeId>> electorates = new HashMap<>();
    private final Map<BackendKey, Long> thinSince = new HashMap<>();
    private final Map<BackendKey, Cover> covered = new HashMap<>();
    private @Nullable NodeId self;
    private boolean leaving;

    /** Why a backend is checked that is not owned. */
    private enum Cover {
        HANDING_OVER,
        FOR_ITSELF
    }

    /** Nobody else is there. */
    public Duties(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** Who this node is; null while it has no control plane. */
    public void self(@Nullable NodeId node) {
        if (!Objects.equals(node, self)) {
            self = node;
            forget();
        }
    }

    /** This node will soon be gone: it checks on until the others have voted, and no further than that. */
    public void leave() {
        leaving = true;
    }

    /** Whether this node checks a backend, be it for all or for itself. */
    public boolean checks(BackendKey key, HealthCheckSettings check, long nowNanos) {
        return owns(key, check, nowNanos) || covered.containsKey(key);
    }

    /** Whether what its checks say is for all to count. */
    public boolean votes(BackendKey key, HealthCheckSettings check, long nowNanos) {
        return owns(key, check, nowNanos) || covered.get(key) == Cover.HANDING_OVER;
    }

    /** Whether this node is one of those that check it for all. */
    public boolean owns(BackendKey key, HealthCheckSettings check, long nowNanos) {
        return self == null || !shared(check) || owners(key, check, nowNanos).contains(self);
    }

    /** Who checks a backend that is judged together: other nodes, and perhaps this one; empty where nobody else is there. */
    public List<NodeId> owners(BackendKey key, HealthCheckSettings check, long nowNanos) {
        NodeId me = self;
        if (me == null || !shared(check)) {
            return List.of();
        }
        return owners.computeIfAbsent(key, k -> {
            List<NodeId> electorate =
                    electorates.computeIfAbsent(key.pool(), pool -> electorate(me, pool, check, nowNanos));
            return Ownership.of(k, electorate, NodeId::address, check.owners());
        });
    }

    /**
     * Looks again who lives.
     *
     * @param pools how each pool is checked, by its name
     * @return whether that is another answer than before, for any pool
     */
    public boolean renewed(Map<String, HealthCheckSettings> pools, long nowNanos) {
        NodeId me = self;
        Map<String, List<NodeId>> now = new HashMap<>();
        if (me != null) {
            pools.forEach((name, check) -> {
                if (shared(check)) {
                    now.put(name, electorate(me, name, check, nowNanos));
                }
            });
        }
        if (now.equals(electorates)) {
            return false;
        }
        Set<BackendKey> owned = new HashSet<>();
        owners.forEach((key, nodes) -> {
            if (me != null && nodes.contains(me)) {
                owned.add(key);
            }
        });
        forget();
        electorates.putAll(now);
        for (BackendKey key : owned) {
            HealthCheckSettings check = pools.get(key.pool());
            if (check != null && !owns(key, check, nowNanos)) {
                covered.put(key, Cover.HANDING_OVER);
            }
        }
        return true;
    }

    /**
     * How many others have a fresh vote on a backend that this node does not own. Too few for {@link
     * Verdict#SILENCE_NANOS}, and it checks for itself until there are enough.
     *
     * @return whether what this node checks is something else now
     */
    public boolean heard(BackendKey key, HealthCheckSettings check, int fresh, long nowNanos) {
        boolean enough = owns(key, check, nowNanos) || fresh >= (check.owners() + 1) / 2;
        if (enough) {
            thinSince.remove(key);
            return covered.remove(key) != null;
        }
        long since = thinSince.computeIfAbsent(key, k -> nowNanos);
        return nowNanos - since >= Verdict.SILENCE_NANOS && covered.putIfAbsent(key, Cover.FOR_ITSELF) == null;
    }

    /** What is known of no other backends but these. */
    public void only(Set<BackendKey> keys) {
        owners.keySet().retainAll(keys);
        thinSince.keySet().retainAll(keys);
        covered.keySet().retainAll(keys);
    }

    private void forget() {
        owners.clear();
        electorates.clear();
    }

    private List<NodeId> electorate(NodeId me, String pool, HealthCheckSettings check, long nowNanos) {
        Subject subject = Subject.of(pool);
        long alike = CheckHash.of(check);
        List<NodeId> electorate = new ArrayList<>();
        for (NodeId node : neighbours.staying(nowNanos)) {
            Heard heard = neighbours.heard(node, subject);
            if (heard != null && heard.check() == alike) {
                electorate.add(node);
            }
        }
        if (!leaving || electorate.isEmpty()) {
            electorate.addFirst(me);
        }
        return electorate;
    }

    /** Whether a backend that is checked so is judged together. */
    public static boolean shared(HealthCheckSettings check) {
        return check.scope() == Scope.CLUSTER && !(check.kind() instanceof CheckKind.None);
    }
}
