package io.weir;

import io.weir.admin.NodeStatus;
import io.weir.admin.api.ListenerPatch;
import io.weir.admin.api.ListenerView;
import io.weir.model.Door;
import io.weir.model.HostPort;
import io.weir.model.ListenerSettings;
import io.weir.observe.AddressText;
import io.weir.proxy.BindFailure;
import io.weir.proxy.Bound;
import io.weir.proxy.Listeners;
import io.weir.proxy.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's listeners: what its file says of them, and what was said over that while it runs, which holds until it stops.
 * Any thread; changes take their turn and wait for the loops.
 */
final class RunningListeners implements SwitchBack.Switches {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Listeners sockets;
    private Map<String, ListenerSettings> file = Map.of();
    private final Map<String, ListenerSaid> said = new LinkedHashMap<>();
    private boolean closed;
    private volatile List<Seen> seen = List.of();

    private record Seen(ListenerSettings file, ListenerSaid said, List<Bound> bound) {
        String pool() {
            return said.over(file).settings().pool();
        }

        Seen within(Set<String> pools) {
            return new Seen(file, said.within(pools), bound);
        }

        /** Where it comes in, if these are its settings. */
        Door door(ListenerSettings settings) {
            return door(settings, said.over(settings).settings().pool());
        }

        Door door(ListenerSettings settings, String pool) {
            return new Door(
                    settings.name(), settings.binds().stream().map(this::opened).toList(), pool);
        }

        /** One bound socket a bind, in their order, once it serves. */
        private HostPort opened(HostPort bind) {
            int at = file.binds().indexOf(bind);
            return at < 0 || at >= bound.size()
                    ? bind
                    : new HostPort(bind.host(), bound.get(at).address().getPort());
        }
    }

    RunningListeners(Listeners sockets) {
        this.sockets = sockets;
    }

    /** What is configured but not yet bound. */
    synchronized void configured(Collection<ListenerSettings> listeners) {
        seen = listeners.stream()
                .map(each -> new Seen(each, ListenerSaid.NOTHING, List.of()))
                .toList();
    }

    /** Binds what these want and is not bound yet, or nothing; accepts nothing there before {@link #serve}. */
    synchronized void open(Collection<ListenerSettings> wanted) throws BindFailure, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the node is stopping");
        }
        BacklogLimit.warn(wanted);
        sockets.open(wanted.stream().map(each -> new Wanted(each, false)).toList());
    }

    /** Finds out whether {@link #open} would bind these; binds nothing. */
    synchronized void tryOut(Collection<ListenerSettings> wanted) throws BindFailure, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the node is stopping");
        }
        sockets.tryOut(wanted.stream().map(each -> new Wanted(each, false)).toList());
    }

    /**
     * Serves these, which are open, and no others.
     *
     * @param pools that there are: a listener that was switched to any other goes back to its file's
     * @return those that did
     */
    synchronized List<SwitchBack.Back> serve(Map<String, ListenerSettings> next, Set<String> pools)
            throws InterruptedException {
        file = Collections.unmodifiableMap(new LinkedHashMap<>(next));
        said.keySet().retainAll(file.keySet());
        List<SwitchBack.Back> back = new ArrayList<>();
        for (ListenerSettings each : file.values()) {
            ListenerSaid.Word<String> pool = said(each.name()).pool();
            if (pool != null && !pools.contains(pool.value())) {
                back.add(new SwitchBack.Back(each.name(), pool.value(), each.pool()));
            }
        }
        said.replaceAll((name, words) -> words.within(pools));
        serve();
        return back;
    }

    @Override
    public synchronized void switchBack(String listener) throws InterruptedException {
        said.put(listener, said(listener).within(Set.of()));
        serve();
    }

    private void serve() throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("the node is stopping");
        }
        List<Bound> before =
                seen.stream().flatMap(each -> each.bound().stream()).toList();
        List<Bound> bound = sockets.serve(
                file.values().stream().map(each -> said(each.name()).over(each)).toList());
        bound.stream()
                .filter(each -> !before.contains(each))
                .forEach(each ->
                        LOG.info("listening listener={} address={}", each.listener(), AddressText.of(each.address())));
        before.stream()
                .filter(each -> !bound.contains(each))
                .forEach(each ->
                        LOG.info("closed listener={} address={}", each.listener(), AddressText.of(each.address())));
        seen = file.values().stream()
                .map(each -> new Seen(
                        each,
                        said(each.name()),
                        bound.stream()
                                .filter(one -> one.listener().equals(each.name()))
                                .toList()))
                .toList();
    }

    private ListenerSaid said(String name) {
        return said.getOrDefault(name, ListenerSaid.NOTHING);
    }

    /**
     * Changes one while it runs.
     *
     * @return how it is then; null where there is none of that name
     */
    synchronized @Nullable ListenerView patch(String name, ListenerPatch patch, String by, long epochMillis)
            throws InterruptedException {
        if (!file.containsKey(name)) {
            return null;
        }
        said.put(name, said(name).with(patch, by, epochMillis));
        serve();
        return view(name);
    }

    /** One of them, or null where there is none of that name. */
    @Nullable
    ListenerView view(String name) {
        return views().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Takes who is on his way and closes all, for good. */
    synchronized void close() throws InterruptedException {
        closed = true;
        sockets.close();
    }

    /** Closes all at once, for good. */
    synchronized void drop() throws InterruptedException {
        closed = true;
        sockets.drop();
    }

    List<ListenerView> views() {
        return seen.stream().map(RunningListeners::view).toList();
    }

    private static ListenerView view(Seen each) {
        Wanted now = each.said().over(each.file());
        return new ListenerView(
                now.settings().name(),
                now.settings().pool(),
                now.settings().binds(),
                each.bound().stream()
                        .map(bound -> AddressText.of(bound.address()))
                        .toList(),
                !each.bound().isEmpty(),
                now.paused(),
                now.settings().maxConnections(),
                each.said().overrides(each.file()));
    }

    Map<String, NodeStatus.Listener> statuses() {
        Map<String, NodeStatus.Listener> all = new LinkedHashMap<>();
        seen.forEach(each -> all.put(
                each.file().name(),
                new NodeStatus.Listener(
                        each.pool(),
                        !each.bound().isEmpty(),
                        each.said().over(each.file()).paused())));
        return all;
    }

    /** Where its file leads one of them; null where there is none of that name. */
    @Nullable
    String poolOfFile(String name) {
        return seen.stream()
                .filter(each -> each.file().name().equals(name))
                .map(each -> each.file().pool())
                .findFirst()
                .orElse(null);
    }

    /** Where connections come in, and to which pool they go. */
    List<Door> doors() {
        return seen.stream().map(each -> each.door(each.file())).toList();
    }

    @Override
    public List<Door> doorsOfFile() {
        return seen.stream()
                .map(each -> each.door(each.file(), each.file().pool()))
                .toList();
    }

    /** Where they would come in if {@link #serve} were told this: what was said of a listener at run time stays said. */
    List<Door> doors(Collection<ListenerSettings> next, Set<String> pools) {
        Map<String, Seen> now = new LinkedHashMap<>();
        seen.forEach(each -> now.put(each.file().name(), each));
        return next.stream()
                .map(each -> now.getOrDefault(each.name(), new Seen(each, ListenerSaid.NOTHING, List.of()))
                        .within(pools)
                        .door(each))
                .toList();
    }

    @Override
    public Map<String, String> switched() {
        Map<String, String> switched = new LinkedHashMap<>();
        seen.forEach(each -> {
            ListenerSaid.Word<String> pool = each.said().pool();
            if (pool != null) {
                switched.put(each.file().name(), pool.value());
            }
        });
        return switched;
    }

    /** Each listener's pool by the listener's name. */
    Map<String, String> pools() {
        Map<String, String> pools = new LinkedHashMap<>();
        seen.forEach(each -> pools.put(each.file().name(), each.pool()));
        return pools;
    }
}
