package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Pace;
import io.weir.transport.LoopHost;
import io.weir.transport.LoopSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loop that stood still, for a stopped process or a collector's pause, first looks at what came meanwhile. */
@Timeout(60)
class StoodStillTest {
    private static final Duration IDLE = Duration.ofMillis(1500);

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("peers-39")
    void bytesThatCameMeanwhileKeepAConnectionFromBeingIdle(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane test = new TestPlane(Blueprint.of(kind).idleTimeout(IDLE), backend.address());
                Socket client = test.connect(0)) {
            assertThat(TestPlane.echoes(client)).isTrue();
            LoopHost loop = test.plane.proxies.getFirst().host();
            loop.run(() -> {
                Pace.pause(IDLE);
                write(client);
                Pace.pause(Duration.ofMillis(500));
            });
            assertThat(client.getInputStream().read()).isEqualTo('x');
            assertThat(test.faults).isEmpty();
        }
    }

    private static void write(Socket client) {
        try {
            client.getOutputStream().write('x');
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
