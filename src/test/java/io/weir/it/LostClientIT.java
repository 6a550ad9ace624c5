package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.kit.AccessLog;
import io.weir.kit.FakeBackend;
import io.weir.kit.Lans;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Program;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A client whose cable is cut says nothing: keep-alive finds out. The node and its client are in networks of their own. */
@OnBothTransports
class LostClientIT {
    private static final int NODE = 0;
    private static final int CLIENT = 1;

    @Parameter
    Transport transport;

    private Lans lans;
    private FakeBackend backend;
    private WeirProcess weir;

    @BeforeEach
    void make() {
        assumeTrue(Lans.possible(), "network namespaces need root");
        lans = Lans.make(2);
        backend = FakeBackend.start(lans.here(), Manners.echo());
        WeirFile file = WeirFile.with(transport)
                .service("web", backend.hostPort())
                .add("weir.listeners.web { bind = \"%s:8080\" }%n".formatted(lans.clientSide(NODE)))
                .add("weir.listeners.web.tcp.keepalive { idle = 1s, interval = 1s, count = 2 }\n");
        weir = WeirProcess.launch(file, lans.enter(NODE), Map.of()).awaitReady();
    }

    @AfterEach
    void end() {
        try (Lans l = lans;
                FakeBackend b = backend;
                WeirProcess w = weir) {
            lans = null;
        }
    }

    @Test
    void isGivenUpWhenItsProbesAreNotAnswered(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("client");
        String script = "exec 3<>/dev/tcp/" + lans.clientSide(NODE) + "/8080; echo hello >&3;"
                + " read -r line <&3; echo \"$line\"; exec sleep 1000";
        Process client = lans.start(CLIENT, output, Program.BASH, "-c", script);
        try {
            Patience.until("the client's answer")
                    .until(() ->
                            Files.exists(output) && Files.readString(output).contains("hello"));
            Patience.until("its backend's side").until(() -> backend.open() == 1);
            long cut = System.nanoTime();
            lans.cutFromClients(CLIENT);
            List<AccessLog.Line> lines = Patience.until("the end of its connection")
                    .until(weir.accessLog()::lines, found -> !found.isEmpty());
            assertThat(lines).singleElement().satisfies(line -> {
                assertThat(line.reason()).isEqualTo("keepalive-lost");
                assertThat(line.client()).startsWith(lans.clientSide(CLIENT) + ":");
            });
            assertThat((System.nanoTime() - cut) / 1_000_000)
                    .as("milliseconds: idle, and an interval a probe")
                    .isBetween(900L, Patience.seconds(20).toMillis());
            Patience.until("the backend to be told").until(() -> backend.open() == 0);
        } finally {
            client.destroyForcibly();
        }
    }
}
