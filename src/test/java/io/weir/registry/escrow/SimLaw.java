package io.weir.registry.escrow;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;

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
        return net.nodes.stream().mapToInt(node -> node.cap(account)).max().orElseThrow();
    }

    /** Those that the newest membership names, and that know themselves to be in it. */
    private void membersHoldNoMoreThanTheCap(String account) {
        long held = 0;
        StringBuilder who = new StringBuilder();
        for (SimNode node : net.nodes) {
            NodeId id = node.id;
            PeerView view = node.view;
            if (node.alive
                    && node.cluster == net.main
                    && id != null
                    && view != null
                    && net.main.latest().contains(id)) {
                held += node.mayUse(account);
                who.append(' ').append(node.name).append('=').append(node.mayUse(account));
            }
        }
        if (held > cap(account)) {
            throw new AssertionError(what + ": members may use " + held + " of " + account + ", cap " + cap(account)
                    + " at " + net.clock.now() / SimClock.MILLI + ":" + who);
        }
    }

    private void cutOffKeepsToWhatItHad(SimNode node, String account) {
        Long kept = node.kept.get(account);
        boolean apart = node.cluster != net.main;
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
        return net.nodes.stream()
                .filter(node -> node.alive)
                .mapToInt(node -> node.used(account))
                .sum();
    }
}
