package io.weir.transport;

import static io.weir.transport.socket.Ready.READABLE;
import static io.weir.transport.socket.Ready.URGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.transport.socket.Socket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When bytes go through a kernel pipe, and when through a buffer. */
@Timeout(60)
class BulkTest {
    private static final int FULL = Relay.BUFFER;
    /** A splice of less ends a bulk transfer. */
    private static final int LEAST = 16 * 1024;

    private static Relay relay(int pipes) throws Exception {
        return new Relay(
                LoopSettings.Kind.NATIVE,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                64,
                pipes,
                link -> link);
    }

    private static void passes(FakePair pair, List<String> in, List<String> out, long... reads) throws Exception {
        pair.backend.takes(Relay.PIPE);
        pair.client.comes(reads);
        int inBefore = pair.doneWith(pair.client).size();
        int outBefore = pair.doneWith(pair.backend).size();
        pair.happens(() -> pair.client.say(READABLE));
        // After four reads the rest is for the next turn
        await().until(() -> pair.doneWith(pair.backend).size() >= outBefore + out.size());
        List<String> read = pair.doneWith(pair.client);
        List<String> written = pair.doneWith(pair.backend);
        assertThat(read.subList(inBefore, read.size())).isEqualTo(in);
        assertThat(written.subList(outBefore, written.size())).isEqualTo(out);
    }

    @Test
    void twoFullReadsInARowOpenAPipeAndAShortOneClosesIt() throws Exception {
        try (Relay relay = relay(4)) {
            FakePair pair = new FakePair(relay);
            passes(
                    pair,
                    List.of(
                            "received " + FULL,
                            "received " + FULL,
                            "spliced in 40000",
                            "spliced in " + LEAST,
                            "spliced in " + (LEAST - 1),
                            "received 100"),
                    List.of(
                            "sent " + FULL,
                            "sent " + FULL,
                            "spliced out 40000",
                            "spliced out " + LEAST,
                            "spliced out " + (LEAST - 1),
                            "sent 100"),
                    FULL,
                    FULL,
                    40_000,
                    LEAST,
                    LEAST - 1,
                    100);
            assertThat(relay.onLoop(() -> relay.loop.pipes().made())).isEqualTo(1);
            pair.leavesNothing();
        }
    }

    @Test
    void fullReadsWithAShortOneBetweenThemOpenNone() throws Exception {
        try (Relay relay = relay(4)) {
            FakePair pair = new FakePair(relay);
            passes(pair, List.of("received " + FULL, "received 100"), List.of("sent " + FULL, "sent 100"), FULL, 100);
            passes(pair, List.of("received " + FULL, "received 100"), List.of("sent " + FULL, "sent 100"), FULL, 100);
            assertThat(relay.onLoop(() -> relay.loop.pipes().made())).isZero();
            pair.leavesNothing();
        }
    }

    @Test
    void whereThereIsNoPipeBulkGoesThroughBuffers() throws Exception {
        try (Relay relay = relay(0)) {
            FakePair pair = new FakePair(relay);
            passes(
                    pair,
                    List.of("received " + FULL, "received " + FULL, "received " + FULL, "received 100"),
                    List.of("sent " + FULL, "sent " + FULL, "sent " + FULL, "sent 100"),
                    FULL,
                    FULL,
                    FULL,
                    100);
            pair.leavesNothing();
        }
    }

    /** The kernel splices up to the mark of urgent data and not past it: only a read does. */
    @Test
    void whereUrgentDataWasSeenBulkGoesThroughBuffers() throws Exception {
        try (Relay relay = relay(4)) {
            FakePair pair = new FakePair(relay);
            pair.happens(() -> {
                pair.backend.takes(Relay.PIPE);
                pair.client.comes(FULL, FULL, 40_000, Socket.AGAIN).say(READABLE);
            });
            pair.happens(() -> pair.client.comes(FULL, 100).say(READABLE | URGENT));
            await().until(() -> pair.doneWith(pair.client).size() >= 5);
            assertThat(pair.doneWith(pair.client))
                    .containsExactly(
                            "received " + FULL,
                            "received " + FULL,
                            "spliced in 40000",
                            "received " + FULL,
                            "received 100");
            pair.leavesNothing();
        }
    }
}
