package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AccessLog;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Tail;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the access log goes and that a log rotation loses nothing. */
class AccessLogIT {
    @Test
    @Tag("peers-47")
    void goesToItsFileWhichAHangUpReopens(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("access.log");
        try (FakeBackend backend = FakeBackend.start(Manners.greeting("x"));
                WeirProcess weir = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                        .service("web", backend.hostPort())
                        .add("weir.access-log.path = \"" + path + "\"\n"))) {
            connect(weir, new AccessLog(new Tail(path)));
            Path rotated = folder.resolve("access.log.1");
            Files.move(path, rotated);
            connect(weir, new AccessLog(new Tail(rotated)));
            weir.signal("HUP");
            AtomicInteger connections = new AtomicInteger(2);
            Patience.until("the file to be there anew").until(() -> {
                Peer.dial(weir.listener("web")).close();
                connections.incrementAndGet();
                return Files.exists(path);
            });
            connect(weir, new AccessLog(new Tail(path)));
            connections.incrementAndGet();
            Patience.until("a line a connection")
                    .untilAsserted(() -> assertThat(Files.readAllLines(rotated).size()
                                    + Files.readAllLines(path).size())
                            .isEqualTo(connections.get()));
            assertThat(weir.out().lines()).as("standard output").noneMatch(line -> line.startsWith("{"));
        }
    }

    private static void connect(WeirProcess weir, AccessLog log) throws IOException {
        Peer client = Peer.dial(weir.listener("web"));
        assertThat(client.receive(1)).isEqualTo("x");
        client.close();
        assertThat(log.of(client).listener()).isEqualTo("web");
    }
}
