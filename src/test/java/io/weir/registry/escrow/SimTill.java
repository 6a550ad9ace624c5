package io.weir.registry.escrow;

/** Connections of one account on a simulated node. */
final class SimTill implements Till {
    int limit = Integer.MAX_VALUE;
    int used;
    int turnedAway;

    @Override
    public int allow(int most) {
        limit = most;
        return used;
    }

    @Override
    public int used() {
        return used;
    }

    @Override
    public int takeWaiting() {
        int taken = turnedAway;
        turnedAway = 0;
        return taken;
    }
}
