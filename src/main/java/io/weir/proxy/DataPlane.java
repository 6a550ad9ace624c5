package io.weir.proxy;

import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import io.weir.model.NodeRun;
import io.weir.observe.AccessSink;
import io.weir.observe.Meters;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoops;
import io.weir.transport.LoopHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;

/** All loops' proxies: where listeners come from and connections are counted and ended. Any thread. */
public final class DataPlane {
    final List<LoopProxy> proxies;
    private final RollCall rollCall;
    private final AllLoops loops;
    private final Listeners listeners;
    private final Admission admission;

    private DataPlane(List<LoopProxy> proxies, Admission admission) {
        this.proxies = List.copyOf(proxies);
        this.rollCall = new RollCall(this.proxies);
        this.loops = new AllLoops(this.proxies);
        this.listeners = new Listeners(loops);
        this.admission = admission;
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
        Admission admission = new Admission(maxConnections);
        LoopProxy.Shared shared = new LoopProxy.Shared(run, table, access, reports, loans, complaints, admission);
        List<LoopProxy> proxies = new ArrayList<>();
        AtomicIntegerArray live = new AtomicIntegerArray(loops.count());
        for (int i = 0; i < loops.count(); i++) {
            LoopHost host = LoopHost.start(loops.loop(i), system);
            proxies.add(new LoopProxy(host, meters.loop(i), shared));
        }
        List<LoopProxy> all = List.copyOf(proxies);
        for (int i = 0; i < all.size(); i++) {
            LoopProxy proxy = all.get(i);
            Placement placement =
                    new Placement(i, live, loop -> loops.loop(loop).busyNanos());
            proxy.host().run(() -> proxy.placement(placement, all));
        }
        return new DataPlane(all, admission);
    }

    /** Completes when a loop's host has ended that was not stopped: a fault that a node does not survive. */
    public CompletionStage<Done> failed() {
        CompletableFuture<Done> any = new CompletableFuture<>();
        for (LoopProxy proxy : proxies) {
            proxy.host().done().whenComplete((done, fault) -> any.complete(Done.getInstance()));
        }
        return any;
    }

    /** Where connections come in; none is bound at first. */
    public Listeners listeners() {
        return listeners;
    }

    /** Changes how many connections there may be on the node; those there are stay. */
    public void maxConnections(int most) {
        admission.most(most);
    }

    /** Returns when every loop has done what was under way on it, accepted connections that it was handed included. */
    public void barrier() throws InterruptedException {
        loops.everywhere(proxy -> {});
    }

    /** Connections open now. */
    public int connections() throws InterruptedException {
        int[] counts = new int[proxies.size()];
        loops.everywhere(proxy -> counts[proxy.loop().index()] = proxy.connections());
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

    /**
     * Ends those gently that are due by a spacing, on every loop the oldest last.
     *
     * @param now of the clock that the spacing goes by
     */
    public void finishDue(Spacing spacing, long now, CloseReason why) throws InterruptedException {
        int[] left = new int[proxies.size()];
        loops.everywhere(proxy -> proxy.each(connection -> left[proxy.loop().index()] += connection.finishing ? 0 : 1));
        int[] due = spacing.due(now, left);
        loops.everywhere(proxy -> proxy.each(connection -> {
            if (due[proxy.loop().index()] > 0 && !connection.finishing) {
                due[proxy.loop().index()]--;
                connection.finish(why);
            }
        }));
    }

    /** Ends all of them gently. */
    public void finishAll(CloseReason why) throws InterruptedException {
        loops.everywhere(proxy -> proxy.each(connection -> connection.finish(why)));
    }

    /** Ends every connection by a reset. */
    public void resetAll(CloseReason why) throws InterruptedException {
        loops.everywhere(proxy -> proxy.each(connection -> connection.reset(why)));
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
}
