package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.transport.socket.Memory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket that outlives its connection is closed when its peer has had time to take the last bytes. */
@Timeout(60)
class LingeringTest {
    /** Closed at once it would be reset where its peer has sent something, as one who waits for a buffer has. */
    @Test
    @Tag("contract-10")
    void hasItsTimeAlsoWhereNoBufferIsLeftToReadInto() throws Exception {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        try (Relay relay = new Relay(LoopSettings.Kind.NIO, nowhere, 2, 0, link -> link)) {
            FakePair pair = new FakePair(relay);
            List<Memory> taken = relay.onLoop(() ->
                    List.of(relay.loop.buffers().take(), relay.loop.buffers().take()));
            long began = System.nanoTime();
            pair.happens(pair.link.joined::finish);
            Patience.until("both to be closed")
                    .until(() -> relay.onLoop(() -> pair.client.isClosed() && pair.backend.isClosed()));
            assertThat(System.nanoTime() - began).isGreaterThan(950_000_000L);
            assertThat(pair.doneWith(pair.client)).contains("finished");
            assertThat(relay.onLoop(pair.client::isAwaited))
                    .as("told of turn after turn, though there is nothing to read into")
                    .isFalse();
            relay.onLoop(() -> {
                taken.forEach(Memory::release);
                return true;
            });
            pair.leavesNothing();
        }
    }
}
