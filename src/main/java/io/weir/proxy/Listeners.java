package io.weir.proxy;

import io.weir.transport.socket.NetException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of all loops, and which listener each serves. A change goes in two steps: {@link #open} binds what is
 * missing, or nothing at all; {@link #serve} then has each socket serve its listener as it is wanted, and closes the sockets
 * that nobody wants any more. Any thread but a loop's, one at a time; waits for the loops.
 */
public final class Listeners {
    /** A handshake over the longest way takes no longer, if nothing is lost. */
    static final Duration SETTLE = Duration.ofMillis(300);

    private final AllLoops loops;
    private final Map<Place, Group> groups = new LinkedHashMap<>();
    /** By the listener's name: one that goes and comes back finds its connections counted. */
    private final Map<String, Admission> admissions = new HashMap<>();

    /** The sockets of one place, one a loop. */
    private record Group(InetSocketAddress address, List<Acceptor> acceptors) {}

    Listeners(AllLoops loops) {
        this.loops = loops;
    }

    /**
     * Binds on every loop what these want and is not bound, or nothing. What is new takes no connections yet: they wait in its
     * backlog. A fixed port that this node does not hold is first tried alone, so that a second process of the same user cannot
     * take half the connections unasked.
     *
     * @throws BindFailure saying what could not be bound and why
     */
    public void open(Collection<Wanted> wanted) throws BindFailure, InterruptedException {
        Set<Place> before = new HashSet<>(groups.keySet());
        try {
            for (Wanted each : wanted) {
                Listener closed = new Listener(each.settings(), true, new Admission(0));
                for (Place place : Place.of(each.settings())) {
                    if (!groups.containsKey(place)) {
                        open(place, closed);
                    }
                }
            }
        } catch (BindFailure failure) {
            Set<Place> opened = new LinkedHashSet<>(groups.keySet());
            opened.removeAll(before);
            drop(opened);
            throw failure;
        }
    }

    /**
     * Finds out whether {@link #open} would bind these, without listening anywhere: who dials meanwhile is not kept waiting.
     *
     * @throws BindFailure saying what could not be bound and why
     */
    public void tryOut(Collection<Wanted> wanted) throws BindFailure, InterruptedException {
        LoopProxy first = loops.proxies().getFirst();
        for (Wanted each : wanted) {
            Listener closed = new Listener(each.settings(), true, new Admission(0));
            for (Place place : Place.of(each.settings())) {
                if (!groups.containsKey(place)) {
                    tryOut(first, place, closed);
                }
            }
        }
    }

    private void tryOut(LoopProxy loop, Place place, Listener listener) throws BindFailure, InterruptedException {
        InetSocketAddress address = BindAddress.of(listener.name(), place.bind());
        boolean shared = address.getPort() != 0 && holds(address.getPort());
        boolean both = BindAddress.bothFamilies(place.bind());
        try {
            var _ = AllLoops.on(
                    loop,
                    NetException.class,
                    () -> BindAddress.bind(address, both, (where, v6Only) -> {
                        loop.loop().poller().tryOut(where, shared, v6Only, listener.tcp);
                        return where;
                    }));
        } catch (NetException refused) {
            throw failure(place, listener, refused);
        }
    }

    private static BindFailure failure(Place place, Listener listener, NetException refused) {
        return new BindFailure(listener.name(), place.bind(), refused.error(), String.valueOf(refused.getMessage()));
    }

    private void open(Place place, Listener listener) throws BindFailure, InterruptedException {
        InetSocketAddress address = BindAddress.of(listener.name(), place.bind());
        boolean both = BindAddress.bothFamilies(place.bind());
        Group group = new Group(address, new ArrayList<>());
        try {
            if (address.getPort() != 0 && !holds(address.getPort())) {
                LoopProxy first = loops.proxies().getFirst();
                var _ = AllLoops.on(first, NetException.class, () -> {
                    Acceptor.bind(first, listener, address, both, false).discard();
                    return address;
                });
            }
            for (LoopProxy proxy : loops.proxies()) {
                InetSocketAddress where = group.address;
                Acceptor acceptor =
                        AllLoops.on(proxy, NetException.class, () -> Acceptor.bind(proxy, listener, where, both, true));
                group.acceptors.add(acceptor);
                group = new Group(acceptor.address(), group.acceptors);
            }
        } catch (NetException refused) {
            groups.put(place, group);
            throw failure(place, listener, refused);
        }
        groups.put(place, group);
    }

    private boolean holds(int port) {
        return groups.values().stream().anyMatch(group -> group.address.getPort() == port);
    }

    /**
     * Has each of these served as it is wanted, from the next connection on; running connections and counts of them stay, and
     * count for the next listener of that name. What none of these wants is closed once what waits there is accepted.
     *
     * @param wanted all listeners there are to be, each of them opened
     * @return where they listen, one entry a bind
     */
    public List<Bound> serve(Collection<Wanted> wanted) throws InterruptedException {
        Set<String> names = new HashSet<>();
        List<Bound> bound = new ArrayList<>();
        Set<Place> unwanted = new LinkedHashSet<>(groups.keySet());
        for (Wanted each : wanted) {
            Listener listener = listener(each);
            names.add(listener.name());
            for (Place place : Place.of(each.settings())) {
                Group group = groups.get(place);
                if (group == null) {
                    throw new IllegalStateException(listener.name() + " was not opened at " + place.bind());
                }
                var _ = each(group, acceptor -> acceptor.serve(listener));
                unwanted.remove(place);
                bound.add(new Bound(listener.name(), group.address));
            }
        }
        close(unwanted);
        // After that nobody comes in by what is gone
        admissions
                .entrySet()
                .removeIf(each ->
                        !names.contains(each.getKey()) && each.getValue().inside() == 0);
        return bound;
    }

    /** The names of which connections are counted: of those that serve, and of those of which some are still open. */
    Set<String> counted() {
        return Set.copyOf(admissions.keySet());
    }

    private Listener listener(Wanted wanted) {
        Admission admission = admissions.computeIfAbsent(wanted.settings().name(), name -> new Admission(0));
        Listener listener = new Listener(wanted.settings(), wanted.paused(), admission);
        admission.most(wanted.settings().maxConnections());
        return listener;
    }

    /**
     * Closes all sockets; connections live on. No handshake begins from now on, those under way are given {@link #SETTLE} to
     * end, and what waits in the backlog is accepted.
     */
    public void close() throws InterruptedException {
        close(new LinkedHashSet<>(groups.keySet()));
    }

    /** Closes all of them at once: who is still shaking hands is reset. */
    public void drop() throws InterruptedException {
        drop(new LinkedHashSet<>(groups.keySet()));
    }

    private void close(Set<Place> places) throws InterruptedException {
        boolean some = false;
        for (Place place : places) {
            some |= each(groups.get(place), Acceptor::quiesce);
        }
        if (some) {
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
        }
        drop(places);
    }

    private void drop(Set<Place> places) throws InterruptedException {
        for (Place place : places) {
            var _ = each(groups.remove(place), Acceptor::close);
        }
    }

    /** Has something done with each socket of a place, on its loop; returns whether any of them says yes. */
    private boolean each(@Nullable Group group, Predicate<Acceptor> action) throws InterruptedException {
        boolean some = false;
        for (int i = 0; group != null && i < group.acceptors.size(); i++) {
            Acceptor acceptor = group.acceptors.get(i);
            some |= AllLoops.on(loops.proxies().get(i), RuntimeException.class, () -> action.test(acceptor));
        }
        return some;
    }
}
