package io.weir.proxy;

import io.weir.balance.Backend;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.CloseReason;
import io.weir.model.ConnectSettings;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.NodeRun;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.model.WhenAllDown;
import io.weir.observe.AccessRecord;
import io.weir.observe.Meters;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableBuilder;
import io.weir.routing.TableRef;
import io.weir.routing.Tables;
import io.weir.transport.EventLoops;
import io.weir.transport.TestLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A data plane in this process with one listener on a free port and one pool; what it says is kept. */
final class TestPlane implements AutoCloseable, Complaints {
    final Queue<AccessRecord> records = new ConcurrentLinkedQueue<>();
    final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    final Meters meters;
    final EventLoops loops;
    final DataPlane plane;
    final InetSocketAddress address;
    private final TableRef table = new TableRef();
    private final TestLoops test;

    /**
     * Starts one.
     *
     * @param backends of its pool, called b0, b1 and so on
     */
    TestPlane(Blueprint blueprint, InetSocketAddress... backends) throws Exception {
        meters = new Meters(blueprint.loops.count());
        test = new TestLoops(blueprint.loops, (where, fault) -> faults.add(fault));
        loops = test.loops;
        List<BackendInput> inputs = new ArrayList<>();
        for (InetSocketAddress backend : backends) {
            boolean backup = blueprint.backup && inputs.size() == backends.length - 1;
            inputs.add(input("b" + inputs.size(), backend, backup ? Off.COUNT : blueprint.cap, backup));
        }
        table.publish(TableBuilder.build(
                RoutingTable.EMPTY, Map.of(Tables.POOL, pool(blueprint, inputs)), new SplittableRandom(1)));
        plane = DataPlane.start(
                loops,
                test.system,
                new NodeRun("n1", 0, 0),
                blueprint.maxConnections,
                meters,
                table,
                records::add,
                (key, why, failures) -> {},
                blueprint.loans,
                this);
        List<Wanted> wanted = List.of(new Wanted(blueprint.listener("web", Tables.POOL), false));
        plane.listeners().open(wanted);
        address = plane.listeners().serve(wanted).getFirst().address();
    }

    private static PoolInput pool(Blueprint blueprint, List<BackendInput> inputs) {
        PoolInput plain = Tables.pool(blueprint.algorithm, WhenAllDown.REFUSE, Off.COUNT, inputs);
        PoolSettings as = plain.settings();
        return new PoolInput(
                new PoolSettings(
                        as.name(),
                        as.algorithm(),
                        as.balanceScope(),
                        as.backends(),
                        as.maxConnections(),
                        blueprint.cap == Off.COUNT ? Scope.NODE : Scope.CLUSTER,
                        as.healthCheck(),
                        as.outlierDetection(),
                        new ConnectSettings(
                                Duration.ofSeconds(3), 3, blueprint.backoff, Duration.ofSeconds(8), List.of()),
                        as.whenAllDown(),
                        as.resolveInterval()),
                inputs);
    }

    static BackendKey key(String id, InetSocketAddress at) {
        return new BackendKey(Tables.POOL, id, new HostPort("127.0.0.1", at.getPort()));
    }

    /** One of its backends, as all tables have it. */
    Backend backend(String id) {
        return Objects.requireNonNull(table.current().pool(Tables.POOL)).backends().stream()
                .filter(view -> view.key().id().equals(id))
                .findFirst()
                .orElseThrow()
                .backend();
    }

    private static BackendInput input(String id, InetSocketAddress at, int cap, boolean backup) {
        BackendKey key = key(id, at);
        return new BackendInput(
                key, new BackendSpec(id, key.address(), 1, cap, backup), at, AdminState.READY, Health.UP, "", false);
    }

    /** A client whose reads give up after 20 seconds. */
    Socket connect(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(20_000);
        socket.connect(address);
        return socket;
    }

    static boolean echoes(Socket client) throws IOException {
        client.getOutputStream().write('x');
        return client.getInputStream().read() == 'x';
    }

    @Override
    public void local(String what) {
        troubles.add(what);
    }

    @Override
    public void fault(String where, Throwable fault) {
        faults.add(fault);
    }

    @Override
    public void close() throws Exception {
        plane.resetAll(CloseReason.NODE_STOPPING);
        plane.listeners().drop();
        plane.stop();
        test.close();
    }
}
