package io.weir.transport;

import static io.weir.transport.socket.Ready.ENDED;
import static io.weir.transport.socket.Ready.READABLE;
import static io.weir.transport.socket.Ready.URGENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a poller says of one socket, and what is made of it. */
@Timeout(60)
class NewsTest {
    private static Relay relay() throws Exception {
        return new Relay(LoopSettings.Kind.NIO, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }

    /** It takes one place in line, however often it is said before anybody hears it. */
    @Test
    @Tag("contract-11")
    void whatIsSaidAThousandTimesBeforeItIsHeardIsHeardOnce() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            int before = relay.onLoop(pair.client::reads);
            pair.happens(() -> {
                for (int i = 0; i < 1000; i++) {
                    pair.client.say(READABLE);
                }
            });
            assertThat(relay.onLoop(pair.client::reads) - before).isEqualTo(1);
            pair.happens(() -> pair.client.say(READABLE));
            assertThat(relay.onLoop(pair.client::reads) - before)
                    .as("said anew")
                    .isEqualTo(2);
            pair.leavesNothing();
        }
    }

    /** So data and FIN leave in one segment, without another read. */
    @Test
    @Tag("contract-2")
    void aShortReadOfAPeerThatIsSaidToHaveEndedIsItsLast() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            pair.backend.takes(Relay.BUFFER);
            pair.client.comes(5);
            pair.happens(() -> pair.client.say(READABLE | ENDED));
            assertThat(pair.doneWith(pair.backend)).containsExactly("sent 5 last", "finished");
            assertThat(relay.onLoop(pair.client::reads)).isEqualTo(1);
            assertThat(pair.link.told).containsExactly("ended CLIENT");
            pair.leavesNothing();
        }
    }

    @Test
    @Tag("contract-2")
    void aFullReadIsNotTheLastThoughThePeerHasEnded() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            pair.backend.takes(Relay.BUFFER);
            pair.client.comes(Relay.BUFFER, 5);
            pair.happens(() -> pair.client.say(READABLE | ENDED));
            assertThat(pair.doneWith(pair.backend)).containsExactly("sent " + Relay.BUFFER, "sent 5 last", "finished");
            assertThat(relay.onLoop(pair.client::reads)).isEqualTo(2);
            pair.leavesNothing();
        }
    }

    /** A read stops short at a mark of urgent data: there may be more behind it. */
    @Test
    @Tag("contract-2")
    void aShortReadIsNotTheLastWhereUrgentDataWasSeen() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            pair.backend.takes(Relay.BUFFER);
            pair.client.comes(5, 7, 0);
            pair.happens(() -> pair.client.say(READABLE | ENDED | URGENT));
            assertThat(pair.doneWith(pair.backend)).containsExactly("sent 5", "sent 7", "finished");
            pair.leavesNothing();
        }
    }

    @Test
    @Tag("contract-2")
    void aShortReadOfAPeerThatGoesOnIsNotItsLast() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            pair.backend.takes(Relay.BUFFER);
            pair.client.comes(5);
            pair.happens(() -> pair.client.say(READABLE));
            assertThat(pair.doneWith(pair.backend)).containsExactly("sent 5");
            pair.client.comes(0);
            pair.happens(() -> pair.client.say(READABLE | ENDED));
            assertThat(pair.doneWith(pair.backend)).containsExactly("sent 5", "finished");
            pair.leavesNothing();
        }
    }

    /** A poller that tells levels would say it again each turn. */
    @Test
    @Tag("contract-11")
    void whatNobodyWillReadAnyMoreIsNotAskedFor() throws Exception {
        try (Relay relay = relay()) {
            FakePair pair = new FakePair(relay);
            pair.backend.comes(10);
            pair.happens(() -> pair.backend.say(READABLE));
            assertThat(relay.onLoop(pair.client::isAwaited)).isTrue();
            pair.happens(pair.link.joined::finish);
            assertThat(relay.onLoop(pair.client::isAwaited))
                    .as("asked for, though it only has ten bytes to take")
                    .isFalse();
            pair.leavesNothing();
        }
    }

    /** Others may have used up what the loop does in one go: then an order comes before the stream has begun. */
    @Test
    @Tag("contract-11")
    void anOrderThatComesBeforeTheStreamHasBegunIsCarriedOut() throws Exception {
        try (Relay relay = relay()) {
            FakePair killed = new FakePair(relay, Joined::reset);
            killed.link.over.get(10, TimeUnit.SECONDS);
            assertThat(killed.client.wasReset() && killed.backend.wasReset()).isTrue();
            FakePair ended = new FakePair(relay, Joined::finish);
            ended.link.over.get(10, TimeUnit.SECONDS);
            assertThat(ended.doneWith(ended.client)).contains("finished");
            assertThat(ended.doneWith(ended.backend)).contains("finished");
        }
    }
}
