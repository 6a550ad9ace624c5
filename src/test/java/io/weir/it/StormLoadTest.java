package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manner;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The load that proves that nodes lose nothing sees what is lost. */
class StormLoadTest {
    private static final int RATE = 200;

    private static StormLoad second(InetSocketAddress target) throws InterruptedException {
        StormLoad load = new StormLoad(List.of(target), RATE);
        load.run(Duration.ofSeconds(1), () -> {});
        return load;
    }

    private static void assertAllFail(Manner manner, String how) throws InterruptedException {
        try (FakeBackend backend = FakeBackend.start(manner)) {
            StormLoad load = second(backend.address());
            assertThat(load.failed()).isEqualTo(RATE);
            assertThat(load.failures())
                    .hasSize(10)
                    .allSatisfy(said -> assertThat(said).contains(how));
            assertThat(load.carried())
                    .allSatisfy((target, count) -> assertThat(count).isZero());
        }
    }

    @Test
    void allAreAnsweredByEitherBackend() throws Exception {
        try (StormBackend lean = StormBackend.start();
                FakeBackend fake = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE)) {
            for (InetSocketAddress at : List.of(lean.address(), fake.address())) {
                StormLoad load = second(at);
                assertThat(load.failures()).isEmpty();
                assertThat(load.done()).isEqualTo(RATE);
                assertThat(load.carried()).containsEntry(at, (long) RATE);
            }
            assertThat(fake.accepted()).isEqualTo(RATE);
        }
    }

    @Test
    void idleConnectionsGetBackWhatTheySendAndTheirEnd() throws IOException {
        try (StormBackend backend = StormBackend.start();
                Peer idle = StormLoad.idle(backend.address())) {
            StormLoad.assertAlive(idle);
            idle.echo("x".repeat(4096));
            byte[] much = new byte[1 << 20];
            Thread.ofVirtual().start(() -> {
                try {
                    idle.send(much);
                    idle.finish();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(idle.ending().bytes()).hasSameSizeAs(much);
        }
    }

    @Test
    void anotherAnswerFails() throws Exception {
        assertAllFail(peer -> peer.send("q".repeat(StormConnection.ANSWER)), "not the answer");
    }

    @Test
    void halfAnAnswerFails() throws Exception {
        assertAllFail(
                peer -> {
                    byte[] whole = StormConnection.answer(peer.in().readNBytes(StormConnection.QUESTION));
                    peer.out().write(whole, 0, whole.length / 2);
                },
                "after 150 bytes");
    }

    @Test
    void moreThanAnAnswerFails() throws Exception {
        assertAllFail(peer -> peer.send("q".repeat(StormConnection.ANSWER + 1)), "more than an answer");
    }

    @Test
    void aResetFails() throws Exception {
        assertAllFail(
                peer -> {
                    peer.receive(StormConnection.QUESTION);
                    peer.reset();
                },
                "reset");
    }

    @Test
    void aRefusedDialFails() throws Exception {
        try (ClosedPort nobody = ClosedPort.take()) {
            StormLoad load = second(nobody.address());
            assertThat(load.failed()).isEqualTo(RATE);
            assertThat(load.failures()).allSatisfy(said -> assertThat(said).contains("refused"));
        }
    }

    @Test
    void nowhereToGoFails() throws Exception {
        StormLoad load = new StormLoad(List::of, RATE);
        load.run(Duration.ofSeconds(1), () -> {});
        assertThat(load.failures())
                .hasSize(10)
                .allSatisfy(said -> assertThat(said).contains("has nowhere to go"));
    }

    /** The schedule goes on while answers wait: they are late, and later ones are no less punctual. */
    @Test
    void aSlowAnswerDelaysNobodyAndIsTimed() throws Exception {
        Manner slow = peer -> {
            byte[] question = peer.in().readNBytes(StormConnection.QUESTION);
            if (new String(question, java.nio.charset.StandardCharsets.ISO_8859_1).endsWith("0020")) {
                peer.staysOpen(Duration.ofMillis(700));
            }
            peer.send(StormConnection.answer(question));
        };
        try (FakeBackend backend = FakeBackend.start(slow);
                StormLoad load = new StormLoad(List.of(backend.address()), RATE).begin()) {
            Patience.until("a second's connections").until(() -> load.done() > RATE);
            load.end();
            assertThat(load.failures()).isEmpty();
            assertThat(load.slowestMillis()).isGreaterThanOrEqualTo(650);
            assertThat(load.slowest()).contains("number 20 ");
        }
    }
}
