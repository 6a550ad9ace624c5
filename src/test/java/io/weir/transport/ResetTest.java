package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.kit.Loopback;
import io.weir.kit.SocketTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reset that comes while nobody can read: it stays a reset, after every byte that came before it. */
@Timeout(60)
class ResetTest {
    @AutoClose
    private final ServerSocket server = Loopback.listen();

    private Relay relay(LoopSettings.Kind kind, int pipes) throws Exception {
        return new Relay(kind, Loopback.port(server.getLocalPort()), 64, pipes, link -> link);
    }

    /** The kernel says "hung up" of a reset as it does of an end of stream: it must not be taken for one. */
    @ParameterizedTest
    @CsvSource({"NATIVE,0", "NATIVE,16", "NIO,0"})
    @Tag("contract-2")
    void isNoEndOfStreamForAReaderWhoComesLater(LoopSettings.Kind kind, int pipes) throws Exception {
        try (Relay relay = relay(kind, pipes);
                Socket client = new Socket()) {
            client.setReceiveBufferSize(64 * 1024);
            client.setSoTimeout(20_000);
            client.connect(relay.address());
            Socket backend = server.accept();
            Relay.Pair pair = await().until(relay.pairs::peek, found -> found != null && found.joined != null);
            long sent = 0;
            // So little at a time that what the relay takes no more has room in its kernel
            while (relay.onLoop(() -> pair.joined.blockedSince()) == Long.MAX_VALUE) {
                sent += send(backend, 32 * 1024);
            }
            // What comes now stays in the kernel until the client reads
            sent += send(backend, 5_003);
            backend.setSoLinger(true, 0);
            backend.close();
            if (kind == LoopSettings.Kind.NATIVE) {
                await().until(() -> relay.onLoop(() -> pair.told.contains("failed BACKEND RESET")));
            }
            long received = countToReset(client.getInputStream());
            if (kind == LoopSettings.Kind.NATIVE) {
                assertThat(received).isEqualTo(sent);
            }
            pair.over.get(30, TimeUnit.SECONDS);
            assertThat(pair.told).containsExactly("failed BACKEND RESET");
            assertThat(relay.faults).isEmpty();
        }
    }

    private static int send(Socket from, int bytes) throws IOException {
        from.getOutputStream().write(new byte[bytes]);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> SocketTable.of(from.getLocalPort(), from.getPort()).unsent() == 0);
        return bytes;
    }

    private static long countToReset(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long count = 0;
        while (true) {
            try {
                int n = in.read(buffer);
                assertThat(n).as("an end of stream after %d bytes", count).isNotNegative();
                count += n;
            } catch (SocketException reset) {
                return count;
            }
        }
    }
}
