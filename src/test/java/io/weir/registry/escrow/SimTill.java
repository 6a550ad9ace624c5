package io.weir.registry.escrow;

/** Connections of one account on a simulated node. */
final class SimTill implements Till {
    int limit = Integer.MAX_VALUE;
    int used;
    int turnedAway;
    int callAt = Integer.MAX_VALUE;

    @Override
    public int allow(int most) {
        limit = most;
        return used;
    }

    @Override
    public void callAt(int held) {
        callAt = held;
    }

    /** Whether as many are held as its escrow wants to hear of. */
    boolean calls() {
        boolean reached = used >= callAt;
        callAt = reached ? Integer.MAX_VALUE : callAt;
        return reached;
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
