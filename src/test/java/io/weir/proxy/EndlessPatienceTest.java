package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.model.CloseReason;
import io.weir.model.Off;
import io.weir.transport.LoopSettings;
import io.weir.transport.TestLoops;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With {@code fin-timeout = off} a peer that has stopped reading still cannot keep a connection that Weir ends. */
@Timeout(60)
class EndlessPatienceTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-6")
    void aDrainedOneHasAMinuteToTakeWhatIsLeft(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(EndlessPatienceTest::flood);
                TestPlane test = new TestPlane(on(kind).finTimeout(Off.TIME), backend.address());
                Socket client = test.connect(4 * 1024)) {
            stalled(test);
            test.plane.drainBackend(TestPlane.key("b0", backend.address()), Duration.ofMillis(1));
            assertEndsAfterAMinute(test, CloseReason.DRAINED);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("peers-40")
    void soHasOneAtItsGreatestAge(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(EndlessPatienceTest::flood);
                TestPlane test =
                        new TestPlane(on(kind).finTimeout(Off.TIME).maxAge(Duration.ofSeconds(1)), backend.address());
                Socket client = test.connect(4 * 1024)) {
            stalled(test);
            assertEndsAfterAMinute(test, CloseReason.MAX_AGE);
            assertThat(client.isConnected()).isTrue();
        }
    }

    /** Selectors tell levels: of what nobody will read they would tell turn after turn, as long as the rest is not taken. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-11")
    void whoGoesOnSendingMeanwhileKeepsNoLoopBusy(LoopSettings.Kind kind) throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (FakeBackend backend = FakeBackend.start(peer -> {
                    try {
                        flood(peer);
                    } finally {
                        ended.complete(true);
                    }
                });
                TestPlane test = new TestPlane(on(kind).finTimeout(Off.TIME), backend.address());
                Socket client = test.connect(4 * 1024)) {
            stalled(test);
            test.plane.drainBackend(TestPlane.key("b0", backend.address()), Duration.ofMillis(1));
            Patience.until("the backend's side to be over").until(ended::isDone);
            client.getOutputStream().write(new byte[1000]);
            long before = turns(test);
            Pace.pause(Duration.ofMillis(500));
            assertThat(turns(test) - before).as("turns in half a second").isLessThan(500);
            assertThat(test.records).isEmpty();
        }
    }

    private static long turns(TestPlane test) {
        long[] turns = new long[1];
        onLoop(test, connection -> {
            turns[0] = test.loops.loop(0).turn();
            return true;
        });
        return turns[0];
    }

    /** Without pipes, so that what is stuck is seen by the buffer it holds. */
    private static Blueprint on(LoopSettings.Kind kind) {
        return Blueprint.of(new LoopSettings(1, kind, TestLoops.BUFFER, 64 * TestLoops.BUFFER, TestLoops.PIPE, 0));
    }

    private static void flood(io.weir.kit.Peer peer) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        while (!peer.closed()) {
            peer.send(chunk);
        }
    }

    private static void stalled(TestPlane test) {
        Patience.until("a buffer that the client does not take")
                .until(() -> onLoop(test, connection -> connection.holdingSince() != Long.MAX_VALUE));
    }

    /** Waits for the end to begin, then has the connection's timer fire as if the time had passed. */
    private static void assertEndsAfterAMinute(TestPlane test, CloseReason why) {
        Patience.until("its end to begin").until(() -> onLoop(test, connection -> connection.finishing));
        assertThat(onLoop(test, connection -> {
                    connection.fire(connection.lastActivity + MINUTE - 1);
                    return connection.openSides > 0;
                }))
                .as("it has the whole minute")
                .isTrue();
        // Where the machine stood still just now it looks again
        Patience.until("its record").until(() -> {
            onLoop(test, connection -> {
                connection.fire(connection.lastActivity + MINUTE);
                return true;
            });
            return !test.records.isEmpty();
        });
        assertThat(test.records)
                .singleElement()
                .satisfies(record -> assertThat(record.reason()).isEqualTo(why));
        assertThat(test.faults).isEmpty();
    }

    private interface Question {
        boolean of(Connection connection);
    }

    /** Asks the only connection, on its loop; false where there is none. */
    private static boolean onLoop(TestPlane test, Question question) {
        LoopProxy proxy = test.plane.proxies.getFirst();
        try {
            return AllLoops.on(proxy, RuntimeException.class, () -> {
                Connection connection = proxy.youngest();
                return connection != null && question.of(connection);
            });
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
