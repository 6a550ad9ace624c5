package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.EventLoopSettings;
import io.weir.model.TransportKind;
import org.junit.jupiter.api.Test;

/** Pipes are two descriptors each, and never those that connections were promised. */
class LoopsAskedTest {
    private static int pipes(int wanted, long descriptors, int connections) {
        EventLoopSettings settings =
                new EventLoopSettings(64, TransportKind.AUTO, 32 * 1024, 1 << 20, 256 * 1024, wanted);
        return LoopsAsked.of(settings, 1 << 20, descriptors, connections).pipes();
    }

    @Test
    void pipesTakeHalfOfWhatIsKeptForTheNodeAndWhatNobodyWasPromised() {
        assertThat(pipes(64 * 64, 20_512, 10_000)).as("all is promised").isEqualTo(128);
        assertThat(pipes(64 * 64, 20_512, 9_000)).isEqualTo(1128);
        assertThat(pipes(64 * 64, 20_512, 100)).as("as asked").isEqualTo(64 * 64);
        assertThat(pipes(16, 20_512, 10_000)).isEqualTo(16);
        assertThat(pipes(0, 20_512, 100)).isZero();
    }
}
