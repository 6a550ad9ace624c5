package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.EventLoopSettings;
import io.weir.model.TransportKind;
import org.junit.jupiter.api.Test;

/** Buffers never exceed what the JVM may take outside its heap. */
class DirectMemoryTest {
    private static final long MIB = 1024 * 1024;

    private static EventLoopSettings settings(long bufferMemory) {
        return new EventLoopSettings(2, TransportKind.AUTO, 1024 * 1024, bufferMemory, 65_536, 0);
    }

    @Test
    void whatFitsIsTakenAsConfigured() throws Exception {
        assertThat(DirectMemory.buffers(settings(64 * MIB), 64 * MIB + DirectMemory.REST))
                .isEqualTo(64 * MIB);
    }

    @Test
    void whatDoesNotFitIsCutToWhatDoes() throws Exception {
        assertThat(DirectMemory.buffers(settings(4096 * MIB), 64 * MIB + DirectMemory.REST))
                .isEqualTo(64 * MIB);
    }

    @Test
    void whereTheLeastDoesNotFitTheStartIsRefusedWithAWayOut() {
        assertThatThrownBy(() -> DirectMemory.buffers(settings(4096 * MIB), 8 * MIB + DirectMemory.REST - 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at least 40")
                .hasMessageContaining("-XX:MaxDirectMemorySize");
    }

    @Test
    void theLimitOfThisJvmIsKnown() {
        assertThat(DirectMemory.limit()).isBetween(16 * MIB, 1L << 50);
    }
}
