package io.weir.registry.escrow;

import io.weir.kit.Timeline;
import io.weir.registry.peer.NodeId;
import java.util.stream.Collectors;

/** What must be true of a simulated cluster at every moment. */
final class SimLaw {
    private final SimNet net;
    private final String what;

    SimLaw(SimNet net, String what) {
        this.net = net;
        this.what = what;
    }

    /** Looks every few milliseconds from now on. */
    void watch(boolean nobodyRemoved) {
        net.clock.afterMillis(3, () -> {
            look(nobodyRemoved);
            watch(nobodyRemoved);
        });
    }

    private void look(boolean nobodyRemoved) {
        for (String account : net.nodes.getFirst().caps.keySet()) {
            membersHoldNoMoreThanTheCap(account);
            net.nodes.forEach(node -> cutOffKeepsToWhatItHad(node, account));
            if (nobodyRemoved) {
                neverMoreThanTheCap(account);
            }
        }
    }

    private int cap(String account) {
        int cap = 0;
        for (SimNode node : net.nodes) {
            cap = Math.max(cap, node.cap(account));
        }
        return cap;
    }

    private void membersHoldNoMoreThanTheCap(String account) {
        long held = 0;
        for (SimNode node : net.nodes) {
            if (knowsItselfToBeAMember(node)) {
                held += node.mayUse(account);
            }
        }
        if (held > cap(account)) {
            String who = net.nodes.stream()
                    .filter(this::knowsItselfToBeAMember)
                    .map(node -> " " + node.name + "=" + node.mayUse(account))
                    .collect(Collectors.joining());
            throw new AssertionError(what + ": members may use " + held + " of " + account + ", cap " + cap(account)
                    + " at " + net.clock.now() / Timeline.MILLI + ":" + who);
        }
    }

    /** Those that the newest membership names, and that know themselves to be in it. */
    private boolean knowsItselfToBeAMember(SimNode node) {
        NodeId id = node.id;
        return node.alive
                && node.cluster == net.main
                && id != null
                && node.view != null
                && net.main.latest().contains(id);
    }

    private void cutOffKeepsToWhatItHad(SimNode node, String account) {
        Long kept = node.kept.get(account);
        boolean apart = node.cluster != net.main || node.ending;
        if (!node.alive || !apart || kept == null) {
            return;
        }
        // What it believes to hold, and what it lets in
        long most = Math.max(node.mayUse(account), Math.min(node.till(account).limit, node.cap(account)));
        if (most > kept) {
            throw new AssertionError(
                    what + ": " + node.name + " was cut off with " + kept + " of " + account + " and may use " + most);
        }
    }

    void neverMoreThanTheCap(String account) {
        neverMoreThan(1, account);
    }

    /** The connections of all nodes together are at most so many caps. */
    void neverMoreThan(int caps, String account) {
        int used = used(account);
        if (used > caps * cap(account)) {
            throw new AssertionError(what + ": " + used + " connections of " + account + ", cap " + cap(account));
        }
    }

    int used(String account) {
        int used = 0;
        for (SimNode node : net.nodes) {
            used += node.alive ? node.used(account) : 0;
        }
        return used;
    }
}
