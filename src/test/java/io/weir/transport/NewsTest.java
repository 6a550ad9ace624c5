package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.transport.socket.FakeSocket;
import io.weir.transport.socket.Ready;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a poller says of one socket takes one place in line, however often it is said before anybody hears it. */
class NewsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    @Tag("contract-11")
    void whatIsSaidAThousandTimesBeforeItIsHeardIsHeardOnce() throws Exception {
        try (Relay relay = new Relay(LoopSettings.Kind.NIO, new InetSocketAddress(LOOPBACK, 9))) {
            FakeSocket client = new FakeSocket(LOOPBACK, 1);
            FakeSocket backend = new FakeSocket(LOOPBACK, 2);
            Relay.Pair pair = relay.onLoop(() -> relay.new Pair(client));
            relay.onLoop(() -> relay.host.join(client, 0, backend, 0, pair));
            int before = relay.onLoop(client::reads);
            relay.onLoop(() -> {
                for (int i = 0; i < 1000; i++) {
                    client.say(Ready.READABLE);
                }
                return true;
            });
            assertThat(relay.onLoop(client::reads) - before).isEqualTo(1);
            relay.onLoop(() -> {
                client.say(Ready.READABLE);
                return true;
            });
            assertThat(relay.onLoop(client::reads) - before).as("said anew").isEqualTo(2);
            assertThat(relay.faults).isEmpty();
        }
    }
}
