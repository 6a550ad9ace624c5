package io.weir;

import io.weir.admin.AdminBindException;
import io.weir.admin.AdminServer;
import io.weir.admin.NodeStatus;
import io.weir.admin.PortHolder;
import io.weir.model.CloseReason;
import io.weir.model.EventLoopSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.NodeRun;
import io.weir.model.PoolSettings;
import io.weir.model.RefuseWith;
import io.weir.model.Settings;
import io.weir.observe.AccessLog;
import io.weir.observe.AccessSink;
import io.weir.observe.AddressText;
import io.weir.observe.Inventory;
import io.weir.observe.Journal;
import io.weir.observe.Logging;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.proxy.BindFailure;
import io.weir.proxy.Bound;
import io.weir.proxy.DataPlane;
import io.weir.registry.BackendRegistry;
import io.weir.registry.RegistryView;
import io.weir.registry.SystemLookup;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoops;
import io.weir.transport.LoopSettings;
import io.weir.transport.socket.NetException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: everything wired, from the data directory to the listeners, and taken down in the opposite
 * order. What a second process would fight over is taken before any listener is bound.
 */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final int EVENTS_KEPT = 4096;
    private static final Duration MOMENT = Duration.ofSeconds(5);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final Settings settings;
    private final NanoClock clock = NanoClock.system();
    private final TableRef table = new TableRef();
    private final Meters meters;
    private final DataDirectory directory;
    private final RunTimeState runTime;
    private final Journal journal;
    private final AccessLog access;
    private final AccessSink sink;
    private final SystemLookup lookup = new SystemLookup();
    private final EventLoops loops;
    private final LoopWatch watch;
    private final DataPlane plane;
    private final ActorSystem<BackendRegistry.Command> system;
    private final Membership membership;
    private final ScheduledExecutorService housekeeping;
    private final CountDownLatch hurry = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private AdminServer.@Nullable Bound admin;
    private volatile AdminCertificate certificate = AdminCertificate.NONE;
    private volatile NodeStatus.Phase phase = NodeStatus.Phase.STARTING;
    private volatile List<Bound> listening = List.of();
    private volatile int exitCode = ExitCode.DONE;
    private final long startedMillis = clock.epochMillis();
    private final long startedNanos = clock.nanoTime();

    private Node(Settings settings, DataDirectory directory) throws NetException {
        this.settings = settings;
        this.directory = directory;
        this.meters = new Meters(settings.eventLoops().count());
        Trouble trouble = new Trouble(clock, meters);
        this.loops = EventLoops.start(loopSettings(settings.eventLoops()), trouble);
        this.watch = new LoopWatch(loops);
        NodeRun run = new NodeRun(settings.node().name(), startedMillis, startedNanos);
        this.access = AccessLog.start(settings.accessLog(), run, meters, clock);
        this.sink = settings.accessLog().enabled() ? access : AccessSink.NONE;
        this.journal = new Journal(settings.node().name(), new SecureRandom().nextLong(), EVENTS_KEPT, EventLines::log);
        this.runTime = new RunTimeState(settings, directory.durable(), journal, clock);
        this.system = DataSystem.start(loops, settings.pekko(), runTime.wiring(table, meters), lookup);
        this.plane = DataPlane.start(
                loops,
                system.classicSystem(),
                run,
                settings.maxConnections(),
                meters,
                table,
                sink,
                (backend, why, consecutive) -> system.tell(new BackendRegistry.DialFailed(backend, why, consecutive)),
                (pool, backend) -> system.tell(new BackendRegistry.LoanWanted(pool, backend)),
                trouble);
        runTime.plane(plane);
        OwnAnswers answers = new OwnAnswers(run, plane.rollCall(), meters, journal, clock);
        this.membership = new Membership(
                settings, system, answers, meters, journal, clock, startedNanos, runTime::exchanged);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static LoopSettings loopSettings(EventLoopSettings settings) {
        LoopSettings.Kind kind = switch (settings.transport()) {
            case AUTO -> LoopSettings.Kind.AUTO;
            case NATIVE -> LoopSettings.Kind.NATIVE;
            case NIO -> LoopSettings.Kind.NIO;
        };
        return new LoopSettings(
                settings.count(),
                kind,
                settings.bufferSize(),
                settings.bufferMemory(),
                settings.pipeSize(),
                settings.pipes());
    }

    /**
     * Starts a node.
     *
     * @throws Refusal where the system or another process stands in the way; nothing is left running then
     */
    public static Node start(Settings settings) throws Refusal, InterruptedException {
        Logging.apply(settings.log());
        ThisHost.requireDescriptors(settings.maxConnections());
        DataDirectory directory = DataDirectory.take(settings.node().dataDir());
        Node node;
        try {
            node = new Node(settings, directory);
        } catch (NetException refused) {
            directory.close();
            throw new Refusal(ExitCode.SYSTEM, "event loops cannot start: " + refused.getMessage());
        }
        try {
            node.begin();
            return node;
        } catch (Refusal refusal) {
            node.takeDown();
            throw refusal;
        }
    }

    private void begin() throws Refusal, InterruptedException {
        LOG.info(
                "starting node={} transport={} loops={} max-connections={}",
                settings.node().name(),
                loops.kind(),
                loops.count(),
                settings.maxConnections());
        checkAdmin();
        membership.check();
        warnOfTransport();
        BacklogLimit.warn(settings.listeners().values());
        configure(settings.pools());
        CompletionStage<AdminServer.Bound> coming = startAdmin();
        listen();
        awaitAdmin(coming);
        phase = NodeStatus.Phase.RUNNING;
        membership.begin();
        var _ = housekeeping.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
        plane.failed().thenAccept(done -> hostEnded());
        Thread.ofVirtual().name("weir-readiness").start(this::awaitReadiness);
    }

    private void configure(Map<String, PoolSettings> pools) throws InterruptedException {
        Map<String, String> listeners = new LinkedHashMap<>();
        settings.listeners().values().forEach(each -> listeners.put(each.name(), each.pool()));
        meters.configured(new Inventory(
                listeners,
                pools.values().stream()
                        .collect(Collectors.toMap(
                                PoolSettings::name,
                                pool -> pool.backends().stream()
                                        .map(backend -> backend.id())
                                        .collect(Collectors.toSet())))));
        runTime.restore(system::tell);
        system.tell(new BackendRegistry.Configure(pools));
        view();
    }

    /** What the registry knows; by the time it answers, everything told before is in the table. */
    private RegistryView view() throws InterruptedException {
        try {
            return AskPattern.<BackendRegistry.Command, RegistryView>ask(
                            system, BackendRegistry.GetView::new, MOMENT, system.scheduler())
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the registry does not answer", failure.getCause());
        }
    }

    /** What the portable sockets cannot do is said, not discovered. */
    private void warnOfTransport() {
        if (!loops.kind().equals("nio")) {
            return;
        }
        for (ListenerSettings listener : settings.listeners().values()) {
            if (listener.refuseWith() == RefuseWith.DROP) {
                LOG.warn("listener {}: refuse-with = drop resets instead on transport nio", listener.name());
            }
            if (listener.binds().stream().anyMatch(bind -> bind.host().equals("::"))) {
                LOG.warn("listener {}: a bind of [::] takes IPv4 too on transport nio", listener.name());
            }
        }
    }

    /** The port is seen to be free before any listener is bound, and served while they are: serving it takes longest. */
    private void checkAdmin() throws Refusal {
        try {
            AdminServer.check(settings.admin());
        } catch (AdminBindException taken) {
            throw new Refusal(ExitCode.SYSTEM, String.valueOf(taken.getMessage()));
        }
    }

    private CompletionStage<AdminServer.Bound> startAdmin() throws Refusal {
        certificate = AdminCertificate.of(settings.admin());
        return AdminServer.start(
                system,
                settings.admin(),
                new AdminWiring(
                                settings,
                                startedNanos,
                                clock,
                                table,
                                meters,
                                journal,
                                this::status,
                                watch::pulses,
                                () -> listening,
                                membership)
                        .sources(system),
                certificate.engines());
    }

    private void awaitAdmin(CompletionStage<AdminServer.Bound> coming) throws Refusal, InterruptedException {
        try {
            AdminServer.Bound server = coming.toCompletableFuture().get();
            admin = server;
            LOG.info("admin address={}", AddressText.of(server.address()));
        } catch (ExecutionException failure) {
            throw new Refusal(ExitCode.SYSTEM, reason(failure));
        }
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    private void listen() throws Refusal, InterruptedException {
        List<Bound> all = new ArrayList<>();
        for (ListenerSettings listener : settings.listeners().values()) {
            try {
                all.addAll(plane.listen(listener));
            } catch (BindFailure failure) {
                throw new Refusal(ExitCode.SYSTEM, failure.getMessage() + holder(failure));
            }
        }
        listening = List.copyOf(all);
        all.forEach(
                each -> LOG.info("listening listener={} address={}", each.listener(), AddressText.of(each.address())));
    }

    private static String holder(BindFailure failure) {
        return PortHolder.of(failure.address().port())
                .map(holder -> "; it is taken by " + holder)
                .orElse("");
    }

    private NodeStatus status() {
        Map<String, NodeStatus.Listener> listeners = new LinkedHashMap<>();
        settings.listeners()
                .values()
                .forEach(each -> listeners.put(each.name(), new NodeStatus.Listener(each.pool(), bound(each))));
        return new NodeStatus(phase, listeners, membership.acquainted(), new NodeStatus.Reload(true, startedMillis));
    }

    private boolean bound(ListenerSettings listener) {
        return listening.stream().anyMatch(each -> each.listener().equals(listener.name()));
    }

    private void tick() {
        watch.look();
        plane.sweep();
    }

    private void awaitReadiness() {
        try {
            while (!hurry.await(50, TimeUnit.MILLISECONDS)) {
                if (phase != NodeStatus.Phase.RUNNING) {
                    return;
                }
                if (membership.acquainted() && view().settled()) {
                    LOG.info("ready node={}", settings.node().name());
                    return;
                }
            }
        } catch (InterruptedException | IllegalStateException stoppedMeanwhile) {
            LOG.debug("no longer waiting for readiness");
        }
    }

    private void hostEnded() {
        if (phase != NodeStatus.Phase.STOPPING) {
            LOG.error("an event loop's host ended, which nothing but a fault of Weir's own can cause; stopping");
            exitCode = ExitCode.FAULT;
            stop();
        }
    }

    /** Opens the access log's file anew, for log rotation, and reads the admin port's certificate. */
    public void reopenLogs() {
        access.reopen();
        certificate.reread();
    }

    /** Begins to stop; called again, ends at once. Returns immediately. */
    public synchronized void stop() {
        if (phase == NodeStatus.Phase.STOPPING) {
            hurry.countDown();
            membership.hurry();
            return;
        }
        phase = NodeStatus.Phase.STOPPING;
        Thread.ofPlatform().name("weir-stop").start(this::stopInOrder);
    }

    private void stopInOrder() {
        try {
            new Stopping(settings.shutdown(), plane, hurry).run();
            membership.end(LEAVE);
        } catch (InterruptedException | IllegalStateException cut) {
            LOG.warn("the stop was cut short: {}", cut.toString());
        } finally {
            takeDown();
            stopped.countDown();
        }
    }

    private void takeDown() {
        quietly(() -> plane.resetAll(CloseReason.NODE_STOPPING));
        quietly(plane::dropListeners);
        quietly(() -> membership.end(Duration.ofMillis(1)));
        journal.close();
        AdminServer.Bound server = admin;
        if (server != null) {
            quietly(() ->
                    server.stop(Duration.ofMillis(200)).toCompletableFuture().get(1, TimeUnit.SECONDS));
        }
        phase = NodeStatus.Phase.STOPPING;
        housekeeping.shutdownNow();
        plane.stop();
        system.terminate();
        quietly(() -> system.getWhenTerminated().toCompletableFuture().get(5, TimeUnit.SECONDS));
        quietly(runTime::finish);
        quietly(loops::stop);
        lookup.close();
        access.close(Duration.ofSeconds(2));
        directory.close();
        LOG.info("stopped node={}", settings.node().name());
        Logging.flush(Duration.ofSeconds(1));
    }

    /** A step of taking down, which must not keep the next ones from being taken. */
    private interface Step {
        void run() throws Exception;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (Exception failure) {
            LOG.warn("while stopping: {}", failure.toString());
        }
    }

    /** Waits until the node has stopped, and gives what the process should exit with. */
    public int awaitStop() throws InterruptedException {
        stopped.await();
        return exitCode;
    }
}
