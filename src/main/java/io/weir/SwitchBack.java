package io.weir;

import io.weir.admin.api.Caller;
import io.weir.model.Door;
import io.weir.observe.EventType;
import io.weir.registry.RegistryView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a listener lead to its file's pool again when the pool that it was switched to is no more. A deletion asks all nodes for
 * such listeners, but one that does not answer then, or switches just then, learns of it only by what is left. A switch does
 * not outlive its node, so the pool was there once: one that is unknown is never one of which this node has yet to hear.
 */
final class SwitchBack {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Switches switches;
    private final Supplier<Set<String>> routed;
    private final Known known;
    private final Announcements announcements;
    private final AtomicBoolean asked = new AtomicBoolean();
    /** Why a listener cannot go back; said once. */
    private final Map<String, String> held = new HashMap<>();

    /**
     * A switch that was taken back.
     *
     * @param gone the pool that the listener led to
     * @param pool its file's
     */
    record Back(String listener, String gone, String pool) {}

    /** This node's listeners. */
    interface Switches {
        /** Where those that were switched lead, by the listeners' names. Any thread, without waiting. */
        Map<String, String> switched();

        /** Where connections come in, and to which pool each listener's file would have them go. */
        List<Door> doorsOfFile();

        /** Has one do as its file says of its pool. */
        void switchBack(String listener) throws InterruptedException;
    }

    /** What the registry knows; asked by a thread that may wait. */
    interface Known {
        RegistryView view() throws InterruptedException;
    }

    /**
     * One that waits to be asked.
     *
     * @param routed the names of the pools that connections find
     */
    SwitchBack(Switches switches, Supplier<Set<String>> routed, Known known, Announcements announcements) {
        this.switches = switches;
        this.routed = routed;
        this.known = known;
        this.announcements = announcements;
    }

    /** Whether {@link #run} is wanted and nobody was told so yet. Any thread; waits for nothing. */
    boolean due() {
        return !routed.get().containsAll(switches.switched().values()) && asked.compareAndSet(false, true);
    }

    /** Takes back every switch to a pool that is no more. In turn with all other changes of listeners. */
    void run() throws InterruptedException {
        asked.set(false);
        // Not the table: that of a pool which was put a moment ago is still to come
        RegistryView view = known.view();
        Map<String, String> switched = switches.switched();
        held.keySet().retainAll(switched.keySet());
        for (Door door : switches.doorsOfFile()) {
            String gone = switched.get(door.listener());
            if (gone == null || view.pool(gone) != null) {
                held.remove(door.listener());
                continue;
            }
            String hindrance = hindrance(door, view.pool(door.pool()));
            if (hindrance == null) {
                switches.switchBack(door.listener());
                held.remove(door.listener());
                say(announcements, Caller.own("weir"), new Back(door.listener(), gone, door.pool()));
            } else if (!hindrance.equals(held.put(door.listener(), hindrance))) {
                LOG.warn(
                        "listener {} refuses everybody: there is no pool {} any more, and its file's is none for it: {}",
                        door.listener(),
                        gone,
                        hindrance);
            }
        }
    }

    private static @Nullable String hindrance(Door door, RegistryView.@Nullable Pool pool) {
        return pool == null
                ? "there is no pool " + door.pool() + "."
                : Circle.of(door, pool.settings().backends());
    }

    /** Says that a switch was taken back, by whoever did what took the pool away on this node. */
    static void say(Announcements announcements, Caller by, Back back) {
        announcements.say(
                EventType.LISTENER_SWITCHED_BACK,
                by,
                "listener",
                back.listener(),
                "old",
                back.gone(),
                "new",
                back.pool(),
                "reason",
                "there is no pool " + back.gone() + " any more");
    }
}
