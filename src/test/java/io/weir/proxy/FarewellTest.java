package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.model.AdminState;
import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.CloseReason;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.KeepaliveSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.NodeRun;
import io.weir.model.Off;
import io.weir.model.RefuseWith;
import io.weir.model.TcpSettings;
import io.weir.model.WhenAllDown;
import io.weir.observe.AccessRecord;
import io.weir.observe.Meters;
import io.weir.routing.BackendInput;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableBuilder;
import io.weir.routing.TableRef;
import io.weir.routing.Tables;
import io.weir.transport.EventLoops;
import io.weir.transport.LoopSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connections of one backend are ended, and no others. */
class FarewellTest {
    private static final int CLIENTS = 20;

    private final Queue<AccessRecord> records = new ConcurrentLinkedQueue<>();
    private final List<Socket> clients = new ArrayList<>();
    private FakeBackend one;
    private FakeBackend other;
    private EventLoops loops;
    private ActorSystem system;
    private DataPlane plane;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        one = FakeBackend.start(Manners.echo());
        other = FakeBackend.start(Manners.echo());
        loops = EventLoops.start(
                new LoopSettings(2, LoopSettings.Kind.AUTO, 16 * 1024, 64 * 16 * 1024, 64 * 1024, 16),
                (where, fault) -> {});
        system = ActorSystem.create(
                "farewell",
                ActorSystemSetup.create(
                        BootstrapSetup.create(ConfigFactory.parseString(loops.dispatchers() + "pekko.daemonic = on")
                                .withFallback(ConfigFactory.load())),
                        loops));
        TableRef table = new TableRef();
        table.publish(TableBuilder.build(
                RoutingTable.EMPTY,
                Map.of(
                        Tables.POOL,
                        Tables.pool(
                                Algorithm.ROUND_ROBIN,
                                WhenAllDown.REFUSE,
                                Off.COUNT,
                                List.of(input("one", one), input("other", other)))),
                new SplittableRandom(1)));
        plane = DataPlane.start(
                loops,
                system,
                new NodeRun("n1", 0, 0),
                1000,
                new Meters(2),
                table,
                records::add,
                (key, why, failures) -> {},
                LoanRequests.NONE,
                complaints());
        List<Wanted> wanted = List.of(new Wanted(
                new ListenerSettings(
                        "web",
                        List.of(new HostPort("127.0.0.1", 0)),
                        Tables.POOL,
                        Off.COUNT,
                        128,
                        Off.TIME,
                        Duration.ofSeconds(10),
                        Off.TIME,
                        Off.TIME,
                        0,
                        RefuseWith.RST,
                        new TcpSettings(
                                true, new KeepaliveSettings(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1))),
                false));
        plane.listeners().open(wanted);
        address = plane.listeners().serve(wanted).getFirst().address();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        plane.resetAll(CloseReason.NODE_STOPPING);
        plane.listeners().drop();
        plane.stop();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        loops.stop();
        one.close();
        other.close();
    }

    private static Complaints complaints() {
        return new Complaints() {
            @Override
            public void local(String what) {}

            @Override
            public void fault(String where, Throwable fault) {
                throw new AssertionError(where, fault);
            }
        };
    }

    private static BackendKey key(String id, FakeBackend backend) {
        return new BackendKey(
                Tables.POOL, id, new HostPort("127.0.0.1", backend.address().getPort()));
    }

    private static BackendInput input(String id, FakeBackend backend) {
        BackendKey key = key(id, backend);
        return new BackendInput(
                key,
                new BackendSpec(id, key.address(), 1, Off.COUNT, false),
                backend.address(),
                AdminState.READY,
                Health.UP,
                "",
                false);
    }

    private void connectAll() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = new Socket(address.getAddress(), address.getPort());
            client.setSoTimeout(10_000);
            clients.add(client);
            assertThat(echoes(client)).isTrue();
        }
    }

    private static boolean echoes(Socket client) throws IOException {
        client.getOutputStream().write('x');
        return client.getInputStream().read() == 'x';
    }

    private List<AccessRecord> ended(CloseReason reason) {
        Patience.until("half of the connections ended").until(() -> records.size() == CLIENTS / 2);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.reason()).isEqualTo(reason);
            assertThat(record.backend()).isEqualTo("one");
        });
        return List.copyOf(records);
    }

    /** How many clients are served, were told the end, and were reset. */
    private List<Integer> fates() {
        int served = 0;
        int ended = 0;
        int reset = 0;
        for (Socket client : clients) {
            try {
                if (echoes(client)) {
                    served++;
                } else {
                    ended++;
                }
            } catch (IOException gone) {
                reset++;
            }
        }
        return List.of(served, ended, reset);
    }

    @Test
    @Tag("contract-6")
    void drainingEndsThemGentlyAtEvenSpacing() throws Exception {
        connectAll();
        plane.drainBackend(key("one", one), Duration.ofSeconds(2));
        List<Long> times = ended(CloseReason.DRAINED).stream()
                .map(AccessRecord::epochMillis)
                .sorted()
                .toList();
        assertThat(times.getLast() - times.getFirst()).isBetween(1000L, 2500L);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).as("at once: %s", times).isLessThan(900);
        }
        assertThat(fates()).containsExactly(CLIENTS / 2, CLIENTS / 2, 0);
    }

    @Test
    void aSecondCallDoesNotPutOffWhatTheFirstSet() throws Exception {
        connectAll();
        plane.drainBackend(key("one", one), Duration.ofMillis(500));
        plane.drainBackend(key("one", one), Duration.ofHours(1));
        ended(CloseReason.DRAINED);
    }

    @Test
    void forceResetsThemAtOnce() throws Exception {
        connectAll();
        plane.resetBackend(key("one", one));
        ended(CloseReason.KILLED);
        assertThat(fates()).containsExactly(CLIENTS / 2, 0, CLIENTS / 2);
    }

    @Test
    void aBackendWithoutConnectionsEndsNobodys() throws Exception {
        connectAll();
        HostPort nowhere = new HostPort("127.0.0.1", 1);
        plane.resetBackend(new BackendKey(Tables.POOL, "one", nowhere));
        plane.drainBackend(new BackendKey(Tables.POOL, "one", nowhere), Duration.ofMillis(1));
        assertThat(plane.connections()).isEqualTo(CLIENTS);
        assertThat(fates()).containsExactly(CLIENTS, 0, 0);
    }
}
