package io.weir.transport;

import static io.weir.transport.socket.Ready.BROKEN;
import static io.weir.transport.socket.Ready.ENDED;
import static io.weir.transport.socket.Ready.READABLE;
import static io.weir.transport.socket.Ready.SERVED;
import static io.weir.transport.socket.Ready.WRITABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import io.weir.transport.socket.FakeSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is on its way from one side to the other when either ends is given back. The stream forgets what was pushed to a
 * side that has cancelled, before it was told or while the push was in line, and says nothing.
 */
@Timeout(60)
@Tag("contract-11")
class UnderWayTest {
    private static Relay relay() throws Exception {
        return new Relay(LoopSettings.Kind.NATIVE, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }

    /** The client makes room and speaks in one turn: what it says stands in line behind the question for more, which finds a reset. */
    @Test
    void aPushInLineToASideThatFailsFirstIsGivenBack() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            pair.backend.comes(10);
            pair.happens(() -> pair.backend.say(READABLE));
            // Its ten bytes wait for the client, so it is not asked for more and nobody sees that it is gone
            pair.happens(() -> pair.backend.say(READABLE));
            pair.backend.breaks();
            pair.client.takes(100).comes(20);
            pair.happens(() -> pair.client.say(WRITABLE | READABLE));
            pair.link.over.get(30, TimeUnit.SECONDS);
            assertThat(pair.doneWith(pair.client)).containsExactly("sent 10", "received 20");
            assertThat(pair.link.told).containsExactly("failed BACKEND RESET");
            pair.leavesNothing();
        }
    }

    @Test
    void bothPeersResetInOneTurnWhileBytesAreOnTheirWay() throws Exception {
        try (Relay relay = relay()) {
            for (int news : new int[] {BROKEN, BROKEN | READABLE, BROKEN | READABLE | WRITABLE | ENDED}) {
                for (boolean clientFirst : new boolean[] {true, false}) {
                    for (int waiting = 0; waiting < 4; waiting++) {
                        bothReset(new FakePair(relay), news, clientFirst, waiting);
                    }
                }
            }
        }
    }

    /** With one read of each side that the other does not take, of some sides, and more behind it in the kernel. */
    private static void bothReset(FakePair pair, int news, boolean clientFirst, int waiting) throws Exception {
        List<FakeSocket> sockets =
                clientFirst ? List.of(pair.client, pair.backend) : List.of(pair.backend, pair.client);
        for (int i = 0; i < 2; i++) {
            if ((waiting & (i + 1)) != 0) {
                FakeSocket socket = sockets.get(i);
                socket.comes(Relay.BUFFER);
                pair.happens(() -> socket.say(READABLE));
            }
        }
        sockets.forEach(socket -> socket.comes(Relay.BUFFER, 30).breaks());
        pair.happens(() -> sockets.forEach(socket -> socket.say(news)));
        pair.link.over.get(30, TimeUnit.SECONDS);
        pair.leavesNothing();
    }

    /**
     * An actor of streams does a thousand things in one go: what is left of the one it stops at, here the news of an end,
     * comes after what its mailbox has. Drains and resets of many connections at once go so far.
     */
    @Test
    void nothingIsReadForASideThatHasEndedThoughTheOtherIsNotToldYet() throws Exception {
        try (Relay relay = relay()) {
            FakePair idle = new FakePair(relay);
            for (int things = 990; things < 1005; things++) {
                FakePair pair = new FakePair(relay);
                int before = things;
                pair.happens(() -> {
                    for (int i = 0; i < before; i++) {
                        idle.client.say(SERVED);
                    }
                    pair.backend.say(SocketStage.RESET);
                    pair.client.comes(20);
                    // From outside, so that it goes to the mailbox
                    CompletableFuture.runAsync(() -> pair.client.say(READABLE)).join();
                });
                pair.link.over.get(30, TimeUnit.SECONDS);
                pair.leavesNothing();
            }
            idle.leavesNothing();
        }
    }

    @Test
    void whateverHappensToBothInWhateverOrder() throws Exception {
        try (Relay relay = relay()) {
            Cases.each(1000, random -> {
                FakePair pair = new FakePair(relay);
                for (int step = Cases.between(random, 1, 8); step > 0; step--) {
                    pair.happens(() -> {
                        for (int event = Cases.between(random, 1, 4); event > 0; event--) {
                            something(random, random.nextBoolean() ? pair.client : pair.backend);
                        }
                    });
                }
                pair.leavesNothing();
            });
        }
    }

    private static void something(SplittableRandom random, FakeSocket socket) {
        switch (random.nextInt(12)) {
            case 0 -> socket.takes(0);
            case 1 -> {
                socket.breaks();
                socket.say(random.nextBoolean() ? BROKEN : BROKEN | READABLE | WRITABLE | ENDED);
            }
            case 2 -> socket.breaks();
            case 3 -> {
                socket.comes(Cases.between(random, 1, 100), 0);
                socket.say(READABLE | ENDED);
            }
            case 4, 5, 6 -> {
                socket.takes(Cases.between(random, 1, Relay.PIPE));
                socket.say(WRITABLE);
            }
            case 7 -> {
                socket.takes(Relay.PIPE).comes(Cases.between(random, 1, Relay.PIPE));
                socket.say(READABLE | WRITABLE);
            }
            case 8 -> {
                for (int i = 0; i < 6; i++) {
                    socket.comes(Relay.PIPE);
                }
                socket.say(READABLE);
            }
            default -> {
                socket.comes(Cases.between(random, 1, 2 * Relay.BUFFER));
                socket.say(READABLE);
            }
        }
    }
}
