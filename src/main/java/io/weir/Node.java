package io.weir;

import io.weir.admin.AdminServer;
import io.weir.admin.NodeStatus;
import io.weir.admin.PortHolder;
import io.weir.admin.api.Caller;
import io.weir.config.Outcome;
import io.weir.model.CloseReason;
import io.weir.model.NodeRun;
import io.weir.model.PoolSettings;
import io.weir.model.Settings;
import io.weir.model.ShutdownSettings;
import io.weir.observe.AddressText;
import io.weir.observe.EventType;
import io.weir.observe.Inventory;
import io.weir.observe.Journal;
import io.weir.observe.Logging;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.proxy.BindFailure;
import io.weir.proxy.DataPlane;
import io.weir.registry.BackendRegistry;
import io.weir.registry.SystemLookup;
import io.weir.routing.PoolRoute;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoops;
import io.weir.transport.socket.NetException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: everything wired, from the data directory to the listeners, and taken down in the opposite
 * order. What a second process would fight over is taken before any listener is bound.
 */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final int EVENTS_KEPT = 4096;
    private static final Duration LEAVE = Duration.ofSeconds(5);
    private static final Duration CUT = Duration.ofMillis(200);

    private final RunningSettings running;
    private final NanoClock clock = NanoClock.system();
    private final TableRef table = new TableRef();
    private final Meters meters;
    private final DataDirectory directory;
    private final NodePorts ports;
    private final RunTimeState runTime;
    private final Journal journal;
    private final SwitchedAccessLog access;
    private final SystemLookup lookup = new SystemLookup();
    private final EventLoops loops;
    private final LoopWatch watch;
    private final DataPlane plane;
    private final RunningListeners listeners;
    private final ActorSystem<BackendRegistry.Command> system;
    private final RegistryLine registry;
    private final Membership membership;
    private final Announcements announcements;
    private final NodeService service;
    private final ScheduledExecutorService housekeeping;
    private final CountDownLatch hurry = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private AdminServer.@Nullable Bound admin;
    private volatile AdminCertificate certificate = AdminCertificate.NONE;
    private final Phases phases = new Phases();
    private volatile int exitCode = ExitCode.DONE;
    private final long startedNanos = clock.nanoTime();

    private Node(
            ConfigurationFile file, Outcome.Good start, long bufferMemory, DataDirectory directory, NodePorts ports)
            throws NetException {
        Settings settings = start.settings();
        this.running = new RunningSettings(start, clock.epochMillis());
        this.directory = directory;
        this.ports = ports;
        this.meters = new Meters(settings.eventLoops().count());
        Trouble trouble = new Trouble(clock, meters);
        this.loops = EventLoops.start(
                LoopsAsked.of(
                        settings.eventLoops(), bufferMemory, ThisHost.look().descriptors(), settings.maxConnections()),
                trouble);
        this.watch = new LoopWatch(loops);
        NodeRun run = new NodeRun(settings.node().name(), clock.epochMillis(), startedNanos);
        this.access = new SwitchedAccessLog(settings.accessLog(), run, meters, clock);
        this.journal = new Journal(settings.node().name(), new SecureRandom().nextLong(), EVENTS_KEPT, EventLines::log);
        this.runTime = new RunTimeState(running::now, directory.durable(), journal, clock);
        this.system = DataSystem.start(loops, settings.pekko(), runTime.wiring(table, meters), lookup);
        this.plane = DataPlane.start(
                loops,
                system.classicSystem(),
                run,
                settings.maxConnections(),
                meters,
                table,
                access,
                (backend, why, consecutive) -> system.tell(new BackendRegistry.DialFailed(backend, why, consecutive)),
                (pool, backend) -> system.tell(new BackendRegistry.LoanWanted(pool, backend)),
                trouble);
        runTime.plane(plane);
        this.listeners = new RunningListeners(plane.listeners());
        listeners.configured(settings.listeners().values());
        runTime.doors(listeners::doors);
        this.registry = new RegistryLine(system);
        OwnAnswers answers = new OwnAnswers(run, plane.rollCall(), meters, listeners::views, journal, clock);
        this.membership =
                new Membership(settings, system, answers, meters, journal, clock, startedNanos, this::hasAllItNeeds);
        this.announcements = new Announcements(journal, clock);
        Parts parts = new Parts(registry, listeners, plane, access, meters, membership);
        this.service = new NodeService(
                phases,
                new Reloading(file, running, parts, () -> certificate, announcements, clock),
                parts,
                announcements,
                new SwitchBack(listeners, () -> table.current().pools().keySet(), registry::view, announcements),
                clock,
                this::stop);
        table.follow(service::lookAfterSwitches);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a node.
     *
     * @param file that it reads again when it is asked to
     * @param start what was read of it
     * @throws Refusal where the system or another process stands in the way; nothing is left running then
     */
    static Node start(ConfigurationFile file, Outcome.Good start) throws Refusal, InterruptedException {
        Settings settings = start.settings();
        Logging.apply(settings.log());
        ThisHost.requireDescriptors(settings.maxConnections());
        long bufferMemory = DirectMemory.buffers(settings.eventLoops(), DirectMemory.limit());
        DataDirectory directory = DataDirectory.take(settings.node().dataDir());
        NodePorts ports;
        try {
            ports = NodePorts.take(settings);
        } catch (Refusal taken) {
            directory.close();
            throw taken;
        }
        Node node;
        try {
            node = new Node(file, start, bufferMemory, directory, ports);
        } catch (NetException refused) {
            ports.close();
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
        Settings settings = running.now();
        LOG.info(
                "starting node={} transport={} loops={} max-connections={}",
                settings.node().name(),
                loops.kind(),
                loops.count(),
                settings.maxConnections());
        PortableLimits.warn(loops.kind(), settings.listeners().values());
        configure(settings.pools());
        CompletionStage<AdminServer.Bound> coming = startAdmin();
        listen(settings);
        awaitAdmin(coming);
        phases.started();
        membership.begin();
        var _ = housekeeping.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
        plane.failed().thenAccept(done -> hostEnded());
        Thread.ofVirtual().name("weir-readiness").start(this::awaitReadiness);
    }

    private void configure(Map<String, PoolSettings> pools) throws InterruptedException {
        meters.configured(new Inventory(
                listeners.pools(),
                pools.values().stream()
                        .collect(Collectors.toMap(
                                PoolSettings::name,
                                pool -> pool.backends().stream()
                                        .map(backend -> backend.id())
                                        .collect(Collectors.toSet())))));
        runTime.restore(system::tell);
        registry.configure(pools);
    }

    /** Served while the listeners are opened: it takes longest. */
    private CompletionStage<AdminServer.Bound> startAdmin() throws Refusal {
        certificate = AdminCertificate.of(running.now().admin());
        return AdminServer.start(
                system,
                running.now().admin(),
                () -> running.now().admin(),
                new AdminWiring(
                                startedNanos,
                                clock,
                                table,
                                meters,
                                journal,
                                this::status,
                                watch::pulses,
                                listeners::views,
                                membership,
                                service)
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

    private void listen(Settings settings) throws Refusal, InterruptedException {
        try {
            listeners.open(settings.listeners().values());
        } catch (BindFailure failure) {
            throw new Refusal(ExitCode.SYSTEM, failure.getMessage() + PortHolder.words(failure.address()));
        }
        var _ = listeners.serve(settings.listeners(), table.current().pools().keySet());
    }

    private NodeStatus status() {
        return new NodeStatus(phases.now(), listeners.statuses(), membership.acquainted(), running.last());
    }

    /** What the others know, and of their caps what it may use. */
    private boolean hasAllItNeeds() {
        return runTime.exchanged() && table.current().pools().values().stream().allMatch(PoolRoute::hasAllowance);
    }

    private void tick() {
        watch.look();
        plane.sweep();
        service.lookAfterSwitches();
        runTime.tick();
    }

    private void awaitReadiness() {
        try {
            while (!hurry.await(50, TimeUnit.MILLISECONDS)) {
                if (phases.now() == NodeStatus.Phase.STOPPING) {
                    return;
                }
                if (membership.acquainted() && registry.view().settled()) {
                    LOG.info("ready node={}", running.now().node().name());
                    return;
                }
            }
        } catch (InterruptedException | IllegalStateException stoppedMeanwhile) {
            LOG.debug("no longer waiting for readiness");
        }
    }

    /** Its connections live on, but it can join no more: so new clients are best sent elsewhere at once. */
    private void hostEnded() {
        if (phases.now() != NodeStatus.Phase.STOPPING) {
            LOG.error("an event loop's host ended, which nothing but a fault of Weir's own can cause; stopping");
            exitCode = ExitCode.FAULT;
            stop("a fault");
        }
    }

    /** Opens the access log's file anew, for log rotation, and reads the certificate, be the file good or not, and the file again. */
    void hangUp() {
        access.reopen();
        certificate.take(certificate.renewal());
        service.reloadUnasked(Caller.own("SIGHUP"));
    }

    /**
     * Begins to stop; called again, ends at once. Returns immediately.
     *
     * @param by who wants it, for events
     */
    void stop(String by) {
        stop(Caller.own(by));
    }

    private void stop(Caller by) {
        if (phases.stop()) {
            announcements.say(EventType.NODE_LEAVING, by);
            Thread.ofPlatform().name("weir-stop").start(this::stopInOrder);
        } else {
            hurry.countDown();
            membership.hurry();
        }
    }

    /**
     * For a process that ends as soon as this returns: resets every connection, so that none looks as if it had come to a good end,
     * and writes their lines and those that wait to the access log, as far as that can be done within a moment.
     */
    void cut() {
        Thread cutting = Thread.ofPlatform().daemon().name("weir-cut").start(() -> {
            quietly(() -> plane.resetAll(CloseReason.NODE_STOPPING));
            quietly(plane::barrier);
            access.close();
        });
        try {
            cutting.join(CUT);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopInOrder() {
        try {
            ShutdownSettings asked = running.now().shutdown();
            ShutdownSettings shutdown = exitCode == ExitCode.FAULT ? asked.unannounced() : asked;
            new Stopping(shutdown, plane, listeners, hurry).run();
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
        quietly(listeners::drop);
        quietly(() -> membership.end(Duration.ofMillis(1)));
        journal.close();
        AdminServer.Bound server = admin;
        if (server != null) {
            quietly(() ->
                    server.stop(Duration.ofMillis(200)).toCompletableFuture().get(1, TimeUnit.SECONDS));
        }
        var _ = phases.stop();
        service.close();
        housekeeping.shutdownNow();
        plane.stop();
        system.terminate();
        quietly(() -> system.getWhenTerminated().toCompletableFuture().get(5, TimeUnit.SECONDS));
        quietly(runTime::finish);
        quietly(loops::stop);
        lookup.close();
        access.close();
        ports.close();
        directory.close();
        LOG.info("stopped node={}", running.now().node().name());
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
    int awaitStop() throws InterruptedException {
        stopped.await();
        return exitCode;
    }
}
