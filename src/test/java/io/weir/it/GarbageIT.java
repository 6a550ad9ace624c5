package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.ProcFs;
import io.weir.kit.Seed;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Nothing a client or a backend sends stops a node or leaks anything. */
@OnBothTransports
@Tag("contract-11")
class GarbageIT {
    @Parameter
    Transport transport;

    private static FakeBackend backend;
    private static WeirProcess weir;
    private static Aftermath aftermath;
    private final Seed seed = Seed.fresh();

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        backend = FakeBackend.start(Manners.echo());
        weir = WeirProcess.start(WeirFile.with(transport).service("web", backend.hostPort()));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (FakeBackend b = backend;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    @Test
    void garbageThroughTheListenerAndFromTheBackendPassesThroughUnharmed() throws Exception {
        backend.behave(peer -> {
            peer.send(seed.payload(peer.remote().getPort(), 20_000).bytes());
            peer.in().transferTo(peer.out());
        });
        flood(weir.listener("web"), 400);
        backend.behave(Manners.echo());
        try (Peer client = Peer.dial(weir.listener("web"))) {
            client.echo("as if nothing had been");
        }
    }

    @Test
    void garbageAtTheAdminPortLeavesItAndTheListenerAlive() throws Exception {
        flood(weir.adminAddress(), 200);
        try (Peer half = Peer.dial(weir.adminAddress());
                Peer client = Peer.dial(weir.listener("web"))) {
            half.send("GET /metrics HTTP/1.1\r\nHost: ");
            assertThat(weir.admin().get("/alive").status()).isEqualTo(200);
            client.echo("still here");
        }
    }

    @Test
    void whoFillsTheAdminPortTakesNoneOfTheDescriptorsOfConnections() throws Exception {
        int before = sockets();
        List<Peer> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 340; i++) {
                idle.add(Peer.dial(weir.adminAddress()));
            }
            Patience.until("as many are taken as there may be").until(() -> sockets() >= 240);
            for (int i = 0; i < 20; i++) {
                try (Peer client = Peer.dial(weir.listener("web"))) {
                    client.echo("served beside them");
                }
            }
            assertThat(sockets()).isLessThan(before + 300);
            assertThat(weir.admin().ready())
                    .as("who asks for something takes the place of one who does not")
                    .isTrue();
            assertThat(idle.getLast().staysOpen(Duration.ofMillis(1)))
                    .as("one who came late")
                    .isTrue();
        } finally {
            for (Peer peer : idle) {
                peer.close();
            }
        }
    }

    private static int sockets() {
        return ProcFs.descriptors(weir.pid()).getOrDefault("socket", 0);
    }

    @Test
    void aFloodOfConnectionsThatEndAtOnceLeavesNothing() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Peer client = Peer.dial(weir.listener("web"));
            if (i % 2 == 0) {
                client.reset();
            } else {
                client.close();
            }
        }
        aftermath.atRest();
    }

    private void flood(InetSocketAddress at, int connections) throws Exception {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(20, Thread.ofVirtual().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                RandomGenerator random = seed.random(i);
                all.add(threads.submit(() -> {
                    byte[] garbage = new byte[random.nextInt(1, 8192)];
                    random.nextBytes(garbage);
                    try (Peer client = Peer.dial(at)) {
                        client.readTimeout(Patience.seconds(0.2));
                        client.send(garbage);
                        if (random.nextBoolean()) {
                            client.finish();
                        }
                        Ending ending = client.ending();
                        return ending.how();
                    } catch (IOException e) {
                        return Ending.How.RESET;
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
