package io.weir.proxy;

import io.weir.kit.Patience;
import io.weir.model.NodeRun;
import io.weir.observe.Meters;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoop;
import io.weir.transport.LoopHost;
import io.weir.transport.LoopSettings;
import io.weir.transport.TestLoops;
import io.weir.transport.socket.FakeSocket;
import io.weir.transport.socket.NetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Real event loops with connections on their lists that have no socket behind them: as many as memory holds. */
final class ManyConnections implements AutoCloseable {
    final NodeRun run = new NodeRun("n1", 1_000_000, System.nanoTime());
    final List<LoopProxy> proxies = new ArrayList<>();
    final RollCall rollCall;
    private final TestLoops test;
    private final List<Listener> listeners = List.of(listener("web"), listener("other"));

    ManyConnections(int count) throws NetException {
        test = new TestLoops(TestLoops.settings(count, LoopSettings.Kind.AUTO), (where, fault) -> {});
        Meters meters = new Meters(count);
        Complaints complaints = new Complaints() {
            @Override
            public void local(String what) {}

            @Override
            public void fault(String where, Throwable fault) {
                throw new AssertionError(where, fault);
            }
        };
        LoopProxy.Shared shared = new LoopProxy.Shared(
                run,
                new TableRef(),
                record -> {},
                (key, why, failures) -> {},
                LoanRequests.NONE,
                complaints,
                new Admission(Integer.MAX_VALUE));
        for (EventLoop loop : test.loops.all()) {
            proxies.add(new LoopProxy(LoopHost.start(loop, test.system), meters.loop(loop.index()), shared));
        }
        rollCall = new RollCall(List.copyOf(proxies));
    }

    private static Listener listener(String name) {
        return new Listener(
                Blueprint.of(LoopSettings.Kind.AUTO).listener(name, name.equals("web") ? "pool" : "db"),
                false,
                new Admission(Integer.MAX_VALUE));
    }

    /** Adds connections on a loop and gives them back. */
    List<Connection> add(int loop, int count, int listener, String client) throws Exception {
        InetAddress address = literal(client);
        LoopProxy proxy = proxies.get(loop);
        return on(loop, () -> {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Connection connection =
                        new Connection(proxy, listeners.get(listener), new FakeSocket(address, 1000 + i % 60_000));
                proxy.began(connection);
                all.add(connection);
            }
            return all;
        });
    }

    private static InetAddress literal(String client) throws UnknownHostException {
        return InetAddress.getByName(client);
    }

    /** Takes connections off a loop's list. */
    void end(int loop, List<Connection> connections) throws Exception {
        on(loop, () -> {
            connections.forEach(proxies.get(loop)::ended);
            return true;
        });
    }

    /** Runs something on a loop's thread and gives what it gives. */
    <T> T on(int loop, Supplier<T> action) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> result = new CompletableFuture<>();
        proxies.get(loop).host().run(() -> {
            try {
                result.complete(action.get());
            } catch (Throwable fault) {
                result.completeExceptionally(fault);
            }
        });
        return result.get(Patience.seconds(30).toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws Exception {
        proxies.forEach(proxy -> proxy.host().stop());
        test.close();
    }
}
