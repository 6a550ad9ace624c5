package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.transport.socket.FakeSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two sockets without a system, joined on a relay's loop: what happens to them, and in which order, is the test's choice. */
final class FakePair {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final FakeSocket client = new FakeSocket(LOOPBACK, 1);
    final FakeSocket backend = new FakeSocket(LOOPBACK, 2);
    final Relay relay;
    final Relay.Pair link;

    FakePair(Relay relay) throws Exception {
        this(relay, joined -> {});
    }

    /** One that something is done with as soon as it is joined, before its streams have begun. */
    FakePair(Relay relay, Consumer<Joined> atOnce) throws Exception {
        this.relay = relay;
        link = relay.onLoop(() -> {
            Relay.Pair pair = relay.new Pair(client);
            pair.joined = relay.host.join(client, 0, backend, 0, pair);
            atOnce.accept(pair.joined);
            return pair;
        });
    }

    /** On the loop, inside the host: what the sockets say meanwhile is heard afterwards, in that order. */
    void happens(Runnable events) throws Exception {
        relay.onLoop(() -> {
            events.run();
            return true;
        });
    }

    /** What was done with a socket, after all that was said of it has been heard. */
    List<String> doneWith(FakeSocket socket) throws Exception {
        return relay.onLoop(socket::done);
    }

    /** Ends the connection, if it has not ended, and sees that it leaves nothing behind. */
    void leavesNothing() throws Exception {
        relay.onLoop(() -> {
            link.joined.reset();
            return true;
        });
        link.over.get(30, TimeUnit.SECONDS);
        assertThat(relay.onLoop(() -> List.of(
                        relay.loop.buffers().leased(), relay.loop.pipes().leased())))
                .as("buffers and pipes leased")
                .containsExactly(0, 0);
        assertThat(relay.faults).isEmpty();
    }
}
