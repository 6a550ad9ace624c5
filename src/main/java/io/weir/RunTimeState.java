package io.weir;

import io.weir.config.PoolJson;
import io.weir.model.BackendKey;
import io.weir.model.ClusterSettings;
import io.weir.model.Door;
import io.weir.model.Settings;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.proxy.DataPlane;
import io.weir.registry.BackendRegistry;
import io.weir.registry.Closings;
import io.weir.registry.PoolText;
import io.weir.registry.RegistryWiring;
import io.weir.routing.TableRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the registry needs to keep what is said at run time and to act on it: a file, the data plane and the settings' reader. */
final class RunTimeState implements Closings {
    private static final Duration MOMENT = Duration.ofSeconds(2);
    /** So often a node that has nothing to write shows that it runs: see {@link StateFile#read}. */
    private static final Duration SIGN_OF_LIFE = Duration.ofDays(1);

    private final Settings settings;
    private final Supplier<Settings> inForce;
    private final Journal journal;
    private final NanoClock clock;
    private final StateFile file;
    private volatile @Nullable DataPlane plane;
    private volatile Supplier<List<Door>> doors = List::of;
    private volatile boolean exchanged;
    private long aliveAt;
    private boolean restored;

    RunTimeState(Supplier<Settings> inForce, boolean durable, Journal journal, NanoClock clock) {
        this.inForce = inForce;
        this.settings = inForce.get();
        this.journal = journal;
        this.clock = clock;
        this.file = new StateFile(settings.node().dataDir(), durable);
    }

    RegistryWiring wiring(TableRef table, Meters meters) {
        return new RegistryWiring(
                settings.node().name(),
                table,
                journal,
                meters,
                clock,
                new SplittableRandom(),
                file,
                this,
                RunTimeState::pool,
                looksForOthers(settings.cluster()),
                () -> doors.get(),
                () -> exchanged = true);
    }

    /** Whether a node of other than this node's own address is among the seeds. */
    static boolean looksForOthers(ClusterSettings cluster) {
        return cluster.seeds().stream()
                .anyMatch(seed -> !seed.equals(cluster.bind()) && !seed.equals(cluster.advertise()));
    }

    /** Whether the table once held all that another member held. Any thread. */
    boolean exchanged() {
        return exchanged;
    }

    static PoolText.Outcome pool(String name, String json) {
        PoolJson.Read read = PoolJson.read(name, json);
        return read.settings().isEmpty()
                ? new PoolText.Bad(read.problems(), read.malformed())
                : new PoolText.Good(read.settings().getFirst());
    }

    /** Whose connections are ended from now on; before there are none. */
    void plane(DataPlane started) {
        plane = started;
    }

    /** Where connections come in; before there is anything, nowhere. */
    void doors(Supplier<List<Door>> open) {
        doors = open;
    }

    /** Tells the registry what was said before the last stop. */
    void restore(Consumer<BackendRegistry.Command> registry) {
        StateFile.Content content = file.read(clock.epochMillis(), looksForOthers(settings.cluster()));
        restored = true;
        alive();
        if (content.setAside() != null) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("reason", content.setAside());
            journal.add(new Event(EventType.STATE_SET_ASIDE, clock.epochMillis(), details));
        }
        registry.accept(new BackendRegistry.Restore(content.entries()));
    }

    private void alive() {
        aliveAt = clock.nanoTime();
        file.alive(clock.epochMillis());
    }

    /** To be called now and then while the node runs, from one thread; touches the disk once a day. */
    void tick() {
        if (clock.nanoTime() - aliveAt >= SIGN_OF_LIFE.toNanos()) {
            alive();
        }
    }

    /** Lets what is being written be written. */
    void finish() throws InterruptedException {
        file.finish(MOMENT);
        if (restored) {
            alive();
        }
    }

    @Override
    public void reset(BackendKey key) {
        DataPlane running = plane;
        if (running != null) {
            running.resetBackend(key);
        }
    }

    @Override
    public void drain(BackendKey key) {
        DataPlane running = plane;
        if (running != null) {
            running.drainBackend(key, inForce.get().shutdown().closeOver());
        }
    }
}
