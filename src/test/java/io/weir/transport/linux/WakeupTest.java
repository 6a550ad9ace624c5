package io.weir.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who wakes a poller may come late. */
class WakeupTest {
    /** Its descriptors are somebody else's by then. */
    @Test
    void afterTheEndNothingIsWritten() throws Exception {
        LinuxPoller poller = new LinuxPoller();
        poller.close();
        List<Pipe> pipes = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                Pipe pipe = Pipe.open();
                pipe.source().configureBlocking(false);
                pipes.add(pipe);
            }
            poller.wakeup();
            for (Pipe pipe : pipes) {
                assertThat(pipe.source().read(ByteBuffer.allocate(8))).isLessThanOrEqualTo(0);
            }
        } finally {
            for (Pipe pipe : pipes) {
                close(pipe);
            }
        }
    }

    private static void close(Pipe pipe) throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }
}
