package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AdminPort;
import io.weir.kit.Aftermath;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Seed;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything is changed over and over while connections come and go: none fails, and none goes where it must not. */
class ChangesUnderTrafficIT {
    private static final String BACKENDS = "/api/v1/pools/web/backends";
    private static final List<String> PATCHES = List.of(
            "{\"weight\":7}",
            "{\"weight\":null}",
            "{\"maxConnections\":50}",
            "{\"maxConnections\":null}",
            "{\"healthOverride\":\"up\"}",
            "{\"healthOverride\":\"down\"}",
            "{\"healthOverride\":null}");

    /** Odd while backend a is drained, as the API said. */
    private final AtomicInteger drained = new AtomicInteger();

    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Seed seed = Seed.fresh();

    @Test
    @Tag("contract-6")
    @Tag("peers-51")
    void noneFailsAndNoneGoesToADrainedBackend() throws InterruptedException {
        try (FakeBackend a = FakeBackend.start(Manners.greeting("a"));
                FakeBackend b = FakeBackend.start(Manners.greeting("b"));
                FakeBackend c = FakeBackend.start(Manners.greeting("c"));
                WeirProcess weir = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                        .listener("web", "")
                        .pool("web", "algorithm = least-connections", at("a", a), at("b", b)))) {
            Aftermath aftermath = new Aftermath(weir);
            List<Thread> clients = IntStream.range(0, 3)
                    .mapToObj(any -> Thread.ofVirtual().start(() -> connect(weir)))
                    .toList();
            RandomGenerator random = seed.random(1);
            for (int round = 0; round < 60; round++) {
                change(weir, c.hostPort(), random);
            }
            Patience.until("a hundred connections").until(() -> connections.get() > 100 || !faults.isEmpty());
            over.countDown();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(faults).as("%s", seed).isEmpty();
            assertThat(connections.get()).as("%s", seed).isGreaterThan(100);
            aftermath.check();
        }
    }

    private static String at(String id, FakeBackend backend) {
        return "{ id = %s, address = \"%s\" }".formatted(id, backend.hostPort());
    }

    private void connect(WeirProcess weir) {
        while (over.getCount() > 0) {
            int before = drained.get();
            try (Peer client = Peer.dial(weir.listener("web"))) {
                client.readTimeout(Patience.seconds(10));
                String name = client.receive(1);
                connections.incrementAndGet();
                if (name.equals("a") && before % 2 == 1 && drained.get() == before) {
                    faults.add("a connection opened after the answer went to the drained backend");
                }
            } catch (IOException | RuntimeException failure) {
                faults.add(failure.toString());
            }
        }
    }

    private void change(WeirProcess weir, String another, RandomGenerator random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                said(weir.admin().ask("PATCH", BACKENDS + "/a", "{\"state\":\"draining\"}"));
                drained.incrementAndGet();
                int now = connections.get();
                Patience.until("further connections").until(() -> connections.get() > now + 5 || !faults.isEmpty());
                drained.incrementAndGet();
                said(weir.admin().ask("PATCH", BACKENDS + "/a", "{\"state\":null}"));
            }
            case 1 -> said(weir.admin().ask("PUT", BACKENDS + "/c", "{\"address\":\"" + another + "\"}"));
            case 2 -> {
                AdminPort.Answer answer = weir.admin().ask("DELETE", BACKENDS + "/c", "");
                assertThat(answer.status()).as("%s: %s", seed, answer).isIn(202, 204, 404);
            }
            default -> said(weir.admin().ask("PATCH", BACKENDS + "/a", PATCHES.get(random.nextInt(PATCHES.size()))));
        }
    }

    private void said(AdminPort.Answer answer) {
        assertThat(answer.status()).as("%s: %s", seed, answer).isIn(200, 201);
    }
}
