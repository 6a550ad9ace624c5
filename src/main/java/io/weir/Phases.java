package io.weir;

import io.weir.admin.NodeStatus.Phase;

/** Where in its life a node is: it can be drained and made ready as often as one likes, and stops once. Any thread. */
final class Phases {
    private volatile Phase phase = Phase.STARTING;

    Phase now() {
        return phase;
    }

    /** It runs, unless it is stopping meanwhile. */
    synchronized void started() {
        if (phase == Phase.STARTING) {
            phase = Phase.RUNNING;
        }
    }

    /** From one phase to another; returns whether it is in that one now. */
    synchronized boolean go(Phase from, Phase to) {
        if (phase == from) {
            phase = to;
        }
        return phase == to;
    }

    /** It stops; returns whether it did not before. */
    synchronized boolean stop() {
        boolean first = phase != Phase.STOPPING;
        phase = Phase.STOPPING;
        return first;
    }
}
