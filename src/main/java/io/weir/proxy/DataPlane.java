package io.weir.proxy;

import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import io.weir.model.HostPort;
import io.weir.model.ListenerSettings;
import io.weir.model.NodeRun;
import io.weir.observe.AccessSink;
import io.weir.observe.Meters;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoops;
import io.weir.transport.LoopHost;
import io.weir.transport.socket.NetException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;

/** All loops' proxies: where listeners are bound and closed, and connections ended. Any thread. */
public final class DataPlane {
    private static final int LOOP_SECONDS = 10;

    /** A handshake over the longest way takes no longer, if nothing is lost. */
    static final Duration SETTLE = Duration.ofMillis(300);

    private final List<LoopProxy> proxies;
    private final RollCall rollCall;

    private DataPlane(List<LoopProxy> proxies) {
        this.proxies = List.copyOf(proxies);
        this.rollCall = new RollCall(this.proxies);
    }

    /**
     * Starts a host on each loop; nothing listens yet.
     *
     * @param loops running, and part of the set-up of {@code system}
     * @param run of this node, for its connections' ids
     * @param maxConnections of the node
     */
    public static DataPlane start(
            EventLoops loops,
            ActorSystem system,
            NodeRun run,
            int maxConnections,
            Meters meters,
            TableRef table,
            AccessSink access,
            DialReports reports,
            LoanRequests loans,
            Complaints complaints) {
        LoopProxy.Shared shared =
                new LoopProxy.Shared(run, table, access, reports, loans, complaints, new Admission(maxConnections));
        List<LoopProxy> proxies = new ArrayList<>();
        AtomicIntegerArray live = new AtomicIntegerArray(loops.count());
        for (int i = 0; i < loops.count(); i++) {
            LoopHost host = LoopHost.start(loops.loop(i), system);
            proxies.add(new LoopProxy(host, meters.loop(i), shared));
        }
        List<LoopProxy> all = List.copyOf(proxies);
        for (int i = 0; i < all.size(); i++) {
            LoopProxy proxy = all.get(i);
            Placement placement = new Placement(i, all, live);
            proxy.host().run(() -> proxy.placement(placement));
        }
        return new DataPlane(all);
    }

    /** Completes when a loop's host has ended that was not stopped: a fault that a node does not survive. */
    public CompletionStage<Done> failed() {
        CompletableFuture<Done> any = new CompletableFuture<>();
        for (LoopProxy proxy : proxies) {
            proxy.host().done().whenComplete((done, fault) -> any.complete(Done.getInstance()));
        }
        return any;
    }

    /**
     * Binds a listener on every loop, or nowhere. A bind of a fixed port is first tried alone, so that a second
     * process of the same user cannot take half the connections unasked.
     *
     * @return where it listens, one entry a configured bind
     * @throws BindFailure saying what could not be bound and why
     */
    public List<Bound> listen(ListenerSettings settings) throws BindFailure, InterruptedException {
        Listener listener = new Listener(settings);
        List<Bound> bound = new ArrayList<>();
        try {
            for (HostPort bind : settings.binds()) {
                bound.add(new Bound(settings.name(), bindEverywhere(listener, bind)));
            }
        } catch (BindFailure failure) {
            close(acceptor -> acceptor.listener().name().equals(settings.name()));
            throw failure;
        }
        return bound;
    }

    private InetSocketAddress bindEverywhere(Listener listener, HostPort bind)
            throws BindFailure, InterruptedException {
        InetSocketAddress address = BindAddress.of(listener.name(), bind);
        if (bind.port() != 0) {
            onLoop(listener, bind, proxies.getFirst(), () -> {
                Acceptor.bind(proxies.getFirst(), listener, address, BindAddress.bothFamilies(bind), false)
                        .close();
                return address;
            });
        }
        InetSocketAddress actual = address;
        for (LoopProxy proxy : proxies) {
            InetSocketAddress where = actual;
            actual = onLoop(listener, bind, proxy, () -> {
                Acceptor acceptor = Acceptor.bind(proxy, listener, where, BindAddress.bothFamilies(bind), true);
                proxy.acceptors().add(acceptor);
                return acceptor.address();
            });
        }
        return actual;
    }

    /** What is done on a loop to bind. */
    private interface Binding {
        InetSocketAddress run() throws NetException;
    }

    private static InetSocketAddress onLoop(Listener listener, HostPort bind, LoopProxy proxy, Binding action)
            throws BindFailure, InterruptedException {
        CompletableFuture<InetSocketAddress> result = new CompletableFuture<>();
        proxy.host().run(() -> {
            try {
                result.complete(action.run());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            return result.get(LOOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
            throw new IllegalStateException("an event loop does not answer", silent);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof NetException refused) {
                throw new BindFailure(listener.name(), bind, refused.error(), String.valueOf(refused.getMessage()));
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /**
     * Closes a listener; its connections live on. No handshake begins from now on, those under way are given {@link #SETTLE} to
     * end, and what waits in the backlog is accepted.
     */
    public void closeListener(String name) throws InterruptedException {
        settle(acceptor -> acceptor.listener().name().equals(name));
        close(acceptor -> acceptor.listener().name().equals(name));
    }

    /** As {@link #closeListener} for all of them. */
    public void closeListeners() throws InterruptedException {
        settle(any -> true);
        close(any -> true);
    }

    /** Closes all of them at once: who is still shaking hands is reset. */
    public void dropListeners() throws InterruptedException {
        close(any -> true);
    }

    private void settle(Predicate<Acceptor> which) throws InterruptedException {
        AtomicBoolean some = new AtomicBoolean();
        everywhere(proxy -> proxy.acceptors().stream()
                .filter(which)
                .filter(Acceptor::quiesce)
                .forEach(quiet -> some.set(true)));
        if (some.get()) {
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
        }
    }

    private void close(Predicate<Acceptor> which) throws InterruptedException {
        everywhere(proxy -> proxy.acceptors().removeIf(acceptor -> {
            boolean mine = which.test(acceptor);
            if (mine) {
                acceptor.close();
            }
            return mine;
        }));
    }

    /** Connections open now. */
    public int connections() throws InterruptedException {
        int[] counts = new int[proxies.size()];
        everywhere(proxy -> counts[proxy.loop().index()] = proxy.connections());
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Its live connections, one by one. */
    public RollCall rollCall() {
        return rollCall;
    }

    /** Ends about this share of the connections on every loop gently, the oldest last. */
    public void finishShare(double share, CloseReason why) throws InterruptedException {
        everywhere(proxy -> {
            int[] left = {(int) Math.ceil(proxy.connections() * share)};
            proxy.each(connection -> {
                if (left[0] > 0 && !connection.finishing) {
                    left[0]--;
                    connection.finish(why);
                }
            });
        });
    }

    /** Ends every connection by a reset. */
    public void resetAll(CloseReason why) throws InterruptedException {
        everywhere(proxy -> proxy.each(connection -> connection.reset(why)));
    }

    /** Ends the connections to a backend by a reset. Returns at once. */
    public void resetBackend(BackendKey key) {
        proxies.forEach(proxy -> proxy.host().run(() -> Farewell.now(proxy, key)));
    }

    /** Ends the connections that there are to a backend gently, at even spacing over a time. Returns at once. */
    public void drainBackend(BackendKey key, Duration over) {
        proxies.forEach(proxy -> proxy.host().run(() -> Farewell.over(proxy, key, over, proxies.size())));
    }

    /** Lets go of meters of what is configured no more; to be called once a second. */
    public void sweep() {
        for (LoopProxy proxy : proxies) {
            proxy.host().run(proxy.meters()::sweep);
        }
    }

    /** Ends the hosts; call {@link #resetAll} first. */
    public void stop() {
        proxies.forEach(proxy -> proxy.host().stop());
    }

    private void everywhere(Consumer<LoopProxy> action) throws InterruptedException {
        for (LoopProxy proxy : proxies) {
            CompletableFuture<Done> done = new CompletableFuture<>();
            proxy.host().run(() -> {
                try {
                    action.accept(proxy);
                } finally {
                    done.complete(Done.getInstance());
                }
            });
            try {
                done.get(LOOP_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException ended) {
                throw new IllegalStateException("an event loop does not answer", ended);
            }
        }
    }
}
