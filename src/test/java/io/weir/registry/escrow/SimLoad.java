package io.weir.registry.escrow;

import io.weir.kit.Timeline;
import java.util.HashMap;
import java.util.Map;

/**
 * Clients of a simulated cluster. One that finds no room looks again every 10 ms for 50 ms, as the data plane does, and is
 * refused then.
 */
final class SimLoad {
    static final int LOOKS = 5;

    /** Of two clients that come a second apart neither may have found what went round meanwhile: no drought yet. */
    private static final int SEVERAL = 5;

    private final SimNet net;
    final Map<String, Double> rates = new HashMap<>();
    double lifeMillis = 300;
    long served;
    long refused;

    /** Refused although a quarter of the cap was free at every look. */
    long refusedWithRoom;

    /** The longest time, in milliseconds, for which one node refused all, {@link #SEVERAL} at least, while there was room. */
    double longestDrought;

    /** Those that came while a quarter of the cap was free, and those of them that found no room at once. */
    long cameWithRoom;

    long waitedWithRoom;

    private final Map<String, Drought> droughts = new HashMap<>();
    boolean watching;

    SimLoad(SimNet net) {
        this.net = net;
    }

    /** Connections a second on one node and account; 0 for none. */
    void rate(String node, String account, double perSecond) {
        String key = node + "/" + account;
        Double before = rates.put(key, perSecond);
        if (before == null) {
            next(node, account);
        }
    }

    private void next(String node, String account) {
        double rate = rates.getOrDefault(node + "/" + account, 0.0);
        double gap = rate <= 0 ? 50 : -Math.log(1 - net.random.nextDouble()) * 1000 / rate;
        net.clock.afterMillis(Math.min(gap, 200), () -> {
            if (rate > 0 && gap <= 200) {
                connect(node, account);
            }
            next(node, account);
        });
    }

    void connect(String name, String account) {
        SimNode node = net.find(name);
        if (node != null && node.alive && !node.frozen && !node.draining) {
            look(node, account, node.escrow, 0, true);
        }
    }

    private void look(SimNode node, String account, Escrow process, int looks, boolean room) {
        if (!node.alive || node.frozen || node.escrow != process) {
            return;
        }
        boolean stillRoom = room && hasRoom(account);
        boolean taken = node.tryTake(account);
        if (watching && looks == 0 && stillRoom) {
            cameWithRoom++;
            waitedWithRoom += taken ? 0 : 1;
        }
        if (taken) {
            served++;
            if (node.till(account).calls()) {
                node.does(() -> node.escrow.wanted(account, net.clock.now()));
            }
            droughts.remove(node.name + "/" + account);
            net.clock.afterMillis(
                    -Math.log(1 - net.random.nextDouble()) * lifeMillis, () -> end(node, account, process));
            return;
        }
        if (looks == LOOKS) {
            refused++;
            refuse(node, account, stillRoom);
            return;
        }
        SimTill till = node.tills.get(account);
        if (till != null && till.turnedAway++ == 0) {
            node.does(() -> node.escrow.wanted(account, net.clock.now()));
        }
        net.clock.afterMillis(10, () -> look(node, account, process, looks + 1, stillRoom));
    }

    private void refuse(SimNode node, String account, boolean room) {
        if (!watching) {
            return;
        }
        String key = node.name + "/" + account;
        if (!room) {
            droughts.remove(key);
            return;
        }
        refusedWithRoom++;
        Drought drought = droughts.computeIfAbsent(key, k -> new Drought(net.clock.now()));
        if (++drought.refused >= SEVERAL) {
            longestDrought = Math.max(longestDrought, (net.clock.now() - drought.since) / (double) Timeline.MILLI);
        }
    }

    private static final class Drought {
        final long since;
        int refused;

        Drought(long since) {
            this.since = since;
        }
    }

    /** Whether more than a quarter of the cap is held by no node. */
    boolean hasRoom(String account) {
        int used = 0;
        int cap = Integer.MAX_VALUE;
        for (SimNode node : net.nodes) {
            if (node.alive) {
                used += node.used(account);
                cap = Math.min(cap, node.caps.getOrDefault(account, cap));
            }
        }
        return used < cap - cap / 4;
    }

    private void end(SimNode node, String account, Escrow process) {
        if (node.frozen) {
            node.queue.add(() -> end(node, account, process));
            return;
        }
        SimTill till = node.tills.get(account);
        if (node.escrow == process && till != null && till.used > 0) {
            till.used--;
        }
    }
}
