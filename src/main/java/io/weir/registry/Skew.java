package io.weir.registry;

import io.weir.registry.peer.ClockTell;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
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

    /** So many messages are looked at; two may be under way before an unreachable node is sent no more. */
    static final int ENOUGH = 3;

    private final RegistryWiring wiring;
    private final Telling telling;
    private final Map<NodeId, Boolean> told = new HashMap<>();
    /** By how much each was ahead when it was heard, newest last. */
    private final Map<NodeId, Deque<Long>> heard = new HashMap<>();

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
     * What a message took on its way makes its sender seem behind by as much: seconds where a node is busy with its start, and
     * those that were under way when the network was cut come when it heals. So the one that took least is judged by.
     */
    void heard(NodeId from, ClockTell clock) {
        long now = wiring.clock().nanoTime();
        if (isLate(now) || now < judgesFromNanos) {
            return;
        }
        Deque<Long> last = heard.computeIfAbsent(from, any -> new ArrayDeque<>());
        last.add(clock.epochMillis() - wiring.clock().epochMillis());
        if (last.size() < ENOUGH) {
            return;
        }
        long millis = Collections.max(last);
        last.remove();
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
        heard.keySet().retainAll(view.others());
        wiring.meters().clockSkewOf(view.others().stream().map(NodeId::name).collect(Collectors.toSet()));
        begun = false;
    }
}
