package io.weir.registry;

import io.weir.registry.peer.ClockTell;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far the members' wall clocks are apart. Stamps bear any difference; people who read times do not. On the registry's
 * thread.
 */
final class Skew {
    /** Beyond this it is told; again once it was below half of it. */
    static final Duration MOST = Duration.ofSeconds(2);

    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** A node that was not called for so long stood still, and so did messages that wait for it. */
    static final Duration LATE = Duration.ofSeconds(1);

    /** After that, what comes is not judged for so long. */
    static final Duration RECOVERY = Duration.ofSeconds(5);

    private final RegistryWiring wiring;
    private final Telling telling;
    private final Map<NodeId, Boolean> told = new HashMap<>();
    /** By how much each was ahead when it was last heard. */
    private final Map<NodeId, Long> before = new HashMap<>();

    private boolean begun;
    private long lastNanos;
    private boolean called;
    private long calledNanos;
    private long judgesFromNanos = Long.MIN_VALUE;

    Skew(RegistryWiring wiring) {
        this.wiring = wiring;
        this.telling = new Telling(wiring);
    }

    void tick(PeerView members, Peers peers, long now) {
        if (isLate(now)) {
            judgesFromNanos = now + RECOVERY.toNanos();
        }
        called = true;
        calledNanos = now;
        if (!begun || now - lastNanos >= INTERVAL.toNanos()) {
            begun = true;
            lastNanos = now;
            peers.tellAll(
                    members.reachableOthers(), new ClockTell(wiring.clock().epochMillis()));
        }
    }

    /**
     * What a message took on its way makes its sender seem behind by as much, and a node that is busy with its start takes
     * seconds: so of two in a row the one that took less is judged by, and one alone by nothing.
     */
    void heard(NodeId from, ClockTell clock) {
        long now = wiring.clock().nanoTime();
        if (isLate(now) || now < judgesFromNanos) {
            return;
        }
        long heard = clock.epochMillis() - wiring.clock().epochMillis();
        Long last = before.put(from, heard);
        if (last == null) {
            return;
        }
        long millis = Math.max(last, heard);
        wiring.meters().clockSkew(from.name(), millis / 1000.0);
        boolean tooMuch = Math.abs(millis) > MOST.toMillis();
        boolean known = told.getOrDefault(from, false);
        if (tooMuch && !known) {
            telling.clockSkew(from.name(), millis);
        }
        told.put(from, tooMuch || (known && Math.abs(millis) > MOST.toMillis() / 2));
    }

    private boolean isLate(long now) {
        return called && now - calledNanos > LATE.toNanos();
    }

    void members(PeerView view) {
        called &= !view.alone();
        told.keySet().retainAll(view.others());
        before.keySet().retainAll(view.others());
        wiring.meters().clockSkewOf(view.others().stream().map(NodeId::name).collect(Collectors.toSet()));
        begun = false;
    }
}
