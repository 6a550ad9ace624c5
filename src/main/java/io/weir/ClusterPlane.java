package io.weir;

import com.typesafe.config.Config;
import io.weir.admin.PortHolder;
import io.weir.model.DurationText;
import io.weir.model.HostPort;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.registry.cluster.Bridge;
import io.weir.registry.cluster.ClusterConfig;
import io.weir.registry.cluster.ClusterGuardian;
import io.weir.registry.cluster.End;
import io.weir.registry.cluster.Overseer;
import io.weir.registry.cluster.Sighting;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane: the clustered actor system {@code weir}, which may end at any time - removed by the others, cut off,
 * gone to join a greater island, unable to bind its port - and is then started anew, for as long as the node lives. A thread
 * of its own sees to that. Nothing of the data plane waits for it.
 */
final class ClusterPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPlane.class);
    /** The thread that keeps control planes running ends within this. */
    private static final Duration END = Duration.ofSeconds(20);
    /** A member of nothing any more ends by itself; one that does not in so long is ended. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    /** The others take over in this time what a leaving node checks and may use. */
    private static final Duration HAND_OVER = Duration.ofMillis(1500);
    /** Who goes to another island takes leave for so long at most. */
    private static final Duration LEAVE = Duration.ofSeconds(4);

    private final ClusterPlaneWiring wiring;
    private final CompletableFuture<Void> stopping = new CompletableFuture<>();
    private final CompletableFuture<Void> hurried = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HostPort bind;
    private @Nullable HostPort advertise;
    private boolean started;
    private volatile @Nullable ActorSystem<ClusterGuardian.Command> current;
    private volatile @Nullable ManagementRoutes routes;
    private volatile Sighting sighting = Sighting.NONE;
    private final AtomicInteger starts = new AtomicInteger();
    private volatile boolean last;

    /** One that is not started. */
    ClusterPlane(ClusterPlaneWiring wiring) {
        this.wiring = wiring;
        this.bind = wiring.settings().bind();
    }

    /**
     * Asks whether the cluster port can be had, by binding and letting go of it.
     *
     * @throws Refusal if it cannot; names the holder where that is known
     */
    static void check(HostPort bind) throws Refusal {
        try (ServerSocket trial = new ServerSocket()) {
            trial.setReuseAddress(true);
            trial.bind(new InetSocketAddress(bind.host().equals("*") ? "::" : bind.host(), bind.port()));
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.SYSTEM,
                    "cannot listen on " + bind + " (weir.cluster.bind): " + e.getMessage() + PortHolder.words(bind));
        }
    }

    /** Starts it, for good. Returns at once. */
    synchronized void start() {
        if (!started) {
            started = true;
            Thread.ofPlatform().name("weir-cluster").daemon().start(this::live);
        }
    }

    /** The cluster as this node sees it now. Any thread. */
    Sighting sighting() {
        return sighting;
    }

    /** The actor system in use, or null while there is none. Any thread. */
    @Nullable
    ActorSystem<ClusterGuardian.Command> system() {
        return current;
    }

    /** Pekko Management's routes in use, or null while there are none. Any thread. */
    @Nullable
    Function<HttpRequest, CompletionStage<HttpResponse>> routes() {
        ManagementRoutes now = routes;
        return now == null ? null : now.answer();
    }

    /** How many actor systems were begun, those that failed included. Any thread. */
    int starts() {
        return starts.get();
    }

    /**
     * Leaves the cluster in good order, for at most so long, and ends.
     *
     * @param handOver is called first where there are others, which then have a moment to take over
     */
    void stop(Duration limit, Runnable handOver) throws InterruptedException {
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        last = true;
        ActorSystem<ClusterGuardian.Command> system = current;
        if (system != null && sighting.nodes().size() > 1 && !hurried.isDone()) {
            LOG.info("leaving the cluster");
            handOver.run();
            SystemEnd.within(hurried, HAND_OVER);
            system.tell(ClusterGuardian.Command.LEAVE);
            if (!SystemEnd.within(CompletableFuture.anyOf(SystemEnd.of(system), hurried), limit)) {
                LOG.info(
                        "not everybody took note within {}: the others will miss this node for a while",
                        DurationText.of(limit));
            }
        }
        stopping.complete(null);
        if (!hurried.isDone() && !ended.await(END.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the control plane does not end");
        }
    }

    /** From now on nothing is waited for: a stop ends at once. Any thread. */
    void hurry() {
        hurried.complete(null);
    }

    private void live() {
        try {
            Backoff backoff = Backoff.NONE;
            Set<HostPort> known = Set.of();
            String reason = "";
            while (!last) {
                long from = wiring.clock().nanoTime();
                End end = oneLife(known, reason);
                if (last) {
                    break;
                }
                known = end.known();
                reason = end.reason();
                backoff = backoff.after(Duration.ofNanos(wiring.clock().nanoTime() - from), reason.equals(End.MERGING));
                LOG.info(
                        "the control plane ended ({}), starting it again in {} ms",
                        reason,
                        backoff.pause().toMillis());
                pause(backoff.pause());
            }
        } catch (InterruptedException stop) {
            LOG.debug("the control plane's thread is stopped");
        } finally {
            ended.countDown();
        }
    }

    /** Runs one actor system to its end, whatever that is: this thread must outlive all of them. */
    private End oneLife(Set<HostPort> known, String reason) throws InterruptedException {
        starts.incrementAndGet();
        Life life = new Life(reason);
        try {
            if (advertise == null) {
                advertise = Advertised.address(wiring.settings());
            }
            ActorSystem<ClusterGuardian.Command> system =
                    ActorSystem.create(guardian(known, life), ClusterConfig.SYSTEM, config(advertise));
            try {
                return oneLife(system, life);
            } finally {
                SystemEnd.bring(system);
            }
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Throwable failure) {
            // Pekko lets checked exceptions out undeclared: a bind that takes too long is a TimeoutException
            Throwable root = rootOf(failure);
            LOG.warn(
                    "the control plane cannot start: {}{}",
                    root,
                    root instanceof BindException ? PortHolder.words(bind) : "");
            wiring.looking().run();
            return new End("start-failed", known);
        } finally {
            current = null;
            routes = null;
            life.end();
        }
    }

    private End oneLife(ActorSystem<ClusterGuardian.Command> system, Life life) throws InterruptedException {
        current = system;
        routes = new ManagementRoutes(system);
        keepPort(system);
        wiring.looking().run();
        if (!life.reason.isEmpty()) {
            tell(EventType.CONTROL_PLANE_RESTARTED, Map.of("reason", life.reason));
        }
        CompletableFuture<?> terminated = SystemEnd.of(system);
        try {
            CompletableFuture.anyOf(terminated, life.over, stopping).get();
        } catch (ExecutionException failure) {
            LOG.warn("the control plane failed: {}", rootOf(failure).toString());
        }
        End end = life.over.getNow(new End(terminated.isDone() ? End.DOWNED : "stopped", life.known()));
        if (end.reason().equals(End.MERGING)) {
            system.tell(ClusterGuardian.Command.LEAVE);
            SystemEnd.within(system, LEAVE);
        }
        return end;
    }

    private Behavior<ClusterGuardian.Command> guardian(Set<HostPort> known, Life life) {
        Set<HostPort> targets = new LinkedHashSet<>(wiring.settings().seeds());
        targets.addAll(known);
        return ClusterGuardian.create(
                wiring.settings().name(),
                wiring.node(),
                targets,
                life,
                life,
                wiring.facts(),
                wiring.journal(),
                wiring.clock());
    }

    private Config config(HostPort advertise) {
        return ClusterConfig.of(
                wiring.node(), wiring.clock().epochMillis(), bind, advertise, wiring.admin(), wiring.userPekko());
    }

    /** A port of the system's choice is kept from then on: the others know this node by it. */
    private void keepPort(ActorSystem<?> system) {
        HostPort own = ClusterConfig.addressOf(system);
        LOG.info("cluster address={} name={}", own, wiring.settings().name());
        if (bind.port() == 0) {
            bind = new HostPort(bind.host(), own.port());
        }
        advertise = own;
    }

    private void pause(Duration time) throws InterruptedException {
        try {
            stopping.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException over) {
            LOG.trace("paused");
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** What one actor system says: passed on until it has ended, whatever of it may yet be running then. Any thread. */
    private final class Life implements Bridge, Overseer {
        private final CompletableFuture<End> over = new CompletableFuture<>();
        private final String reason;
        private Set<HostPort> known = Set.of();
        private boolean told;
        private boolean past;

        Life(String reason) {
            this.reason = reason;
        }

        private synchronized void unlessPast(Runnable say) {
            if (!past) {
                say.run();
            }
        }

        /** Addresses of the members there were last. */
        synchronized Set<HostPort> known() {
            return known;
        }

        synchronized void end() {
            sighting = Sighting.NONE;
            past = true;
            wiring.bridge().stopped();
        }

        @Override
        public void started(Peers peers) {
            unlessPast(() -> wiring.bridge().started(peers));
        }

        @Override
        public void changed(PeerView view) {
            unlessPast(() -> {
                if (!told && reason.equals(End.MERGING)) {
                    tell(
                            EventType.ISLAND_MERGED,
                            Map.of("members", Integer.toString(view.members().size())));
                }
                told = true;
                wiring.bridge().changed(view);
            });
        }

        @Override
        public void from(NodeId node, PeerMessage message) {
            unlessPast(() -> wiring.bridge().from(node, message));
        }

        @Override
        public void merged(List<Entry> entries) {
            unlessPast(() -> wiring.bridge().merged(entries));
        }

        @Override
        public void stopped() {
            // Said at the very end only, by whoever ends this life
        }

        @Override
        public void seen(Sighting now) {
            unlessPast(() -> {
                sighting = now;
                if (!now.nodes().isEmpty()) {
                    known = now.nodes().stream()
                            .map(node -> node.id().address())
                            .collect(Collectors.toUnmodifiableSet());
                } else if (!known.isEmpty()) {
                    over.completeOnTimeout(new End(End.DOWNED, known), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
                }
            });
        }

        @Override
        public void over(End end) {
            over.complete(end);
        }
    }

    private void tell(EventType type, Map<String, String> details) {
        wiring.journal().add(new Event(type, wiring.clock().epochMillis(), details));
    }
}
