package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.ConnectSettings;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.OutlierSettings;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.model.WhenAllDown;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.registry.BackendRegistry;
import io.weir.registry.Lookup;
import io.weir.registry.RegistryView;
import io.weir.registry.RegistryWiring;
import io.weir.routing.BackendView;
import io.weir.routing.TableRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Registry, checks and resolver together, against real sockets and in real time. */
class ControlPlaneTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TableRef table = new TableRef();
    private final Journal journal = new Journal("node-1", 1, 100, event -> {});
    private final Meters meters = new Meters(1);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private ActorRef<BackendRegistry.Command> start() {
        var wiring = new RegistryWiring("node-1", table, journal, meters, NanoClock.system(), new SplittableRandom(1));
        Lookup names = host -> host.equals("app.test")
                ? CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()))
                : CompletableFuture.failedFuture(new java.net.UnknownHostException(host));
        var started = new CompletableFuture<ActorRef<BackendRegistry.Command>>();
        KIT.spawn(Behaviors.<Void>setup(context -> {
            started.complete(ControlPlane.start(context, wiring, names, Props.empty()));
            return Behaviors.empty();
        }));
        return started.join();
    }

    private static PoolSettings pool(Duration interval, BackendSpec... backends) {
        var check = new HealthCheckSettings(
                new CheckKind.Tcp(),
                null,
                interval,
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                0.1,
                2,
                3,
                OptionalInt.empty(),
                Scope.NODE,
                3);
        return new PoolSettings(
                "web",
                Algorithm.ROUND_ROBIN,
                Scope.NODE,
                List.of(backends),
                Off.COUNT,
                Scope.NODE,
                check,
                new OutlierSettings(5, Duration.ofSeconds(30)),
                new ConnectSettings(Duration.ofSeconds(3), 3, Duration.ofMillis(50), Duration.ofSeconds(8), List.of()),
                WhenAllDown.REFUSE,
                Duration.ofSeconds(30));
    }

    private static BackendSpec backend(String id, String host, int port) {
        return new BackendSpec(id, new HostPort(host, port), 1, Off.COUNT, false);
    }

    /**
     * Takes what comes: in a queue that nobody empties even connections that are over keep their place. On a platform
     * thread, as the port of a server that a virtual thread waits at stays open for a while after its close.
     */
    private static ServerSocket accepting(int port) throws IOException {
        var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    server.accept().close();
                }
            } catch (IOException closed) {
                assertThat(server.isClosed()).isTrue();
            }
        });
        return server;
    }

    private void await(String id, Health health) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(seen(id).health()).isEqualTo(health));
    }

    private BackendView seen(String id) {
        var pool = table.current().pool("web");
        assertThat(pool).isNotNull();
        return pool.backends().stream()
                .filter(backend -> backend.key().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTableFollowsWhatTheSocketsSay() throws Exception {
        int port;
        try (var living = accepting(0);
                var dying = accepting(0)) {
            port = dying.getLocalPort();
            var registry = start();
            registry.tell(new BackendRegistry.Configure(Map.of(
                    "web",
                    pool(
                            Duration.ofMillis(100),
                            backend("living", "127.0.0.1", living.getLocalPort()),
                            backend("named", "app.test", living.getLocalPort()),
                            backend("lost", "gone.test", living.getLocalPort()),
                            backend("dying", "127.0.0.1", port)))));
            await("living", Health.UP);
            await("named", Health.UP);
            await("dying", Health.UP);
            await("lost", Health.DOWN);
            assertThat(seen("lost").reason()).startsWith("name gone.test never resolved");
            dying.close();
            await("dying", Health.DOWN);
            assertThat(seen("dying").reason()).isEqualTo("L4CON at connect: connection refused");
            assertThat(seen("living").health()).isEqualTo(Health.UP);
            try (var again = accepting(port)) {
                await("dying", Health.UP);
            }
        }
        assertThat(journal.recent())
                .filteredOn(event -> "dying".equals(event.details().get("backend")))
                .extracting(event -> event.details().get("to"))
                .startsWith("up", "down", "up");
    }

    @Test
    void aFailedDialFindsADeadBackendLongBeforeItsNextCheck() throws Exception {
        try (var living = accepting(0);
                var dying = accepting(0)) {
            var registry = start();
            registry.tell(new BackendRegistry.Configure(Map.of(
                    "web",
                    pool(
                            LONG,
                            backend("living", "127.0.0.1", living.getLocalPort()),
                            backend("dying", "127.0.0.1", dying.getLocalPort())))));
            await("living", Health.UP);
            await("dying", Health.UP);
            dying.close();
            registry.tell(new BackendRegistry.DialFailed(seen("dying").key(), DialFailure.REFUSED, 1));
            await("dying", Health.DOWN);
        }
    }

    @Test
    void theViewIsSettledOnceAllHaveAVerdict() throws Exception {
        try (var living = accepting(0)) {
            var registry = start();
            registry.tell(new BackendRegistry.Configure(
                    Map.of("web", pool(LONG, backend("living", "127.0.0.1", living.getLocalPort())))));
            var views = KIT.<RegistryView>createTestProbe();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                registry.tell(new BackendRegistry.GetView(views.getRef()));
                return views.receiveMessage(Duration.ofSeconds(30)).settled();
            });
            assertThat(seen("living").health()).isNotEqualTo(Health.DOWN);
        }
    }
}
