package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's event as each architecture has it, of which a machine can run but one. */
class EpollLayoutTest {
    @ParameterizedTest
    @CsvSource({"amd64, 12, 4", "x86_64, 12, 4", "aarch64, 16, 8", "riscv64, 16, 8", "ppc64le, 16, 8", "'', 16, 8"})
    void ofAnArchitecture(String architecture, int size, int dataAt) {
        assertThat(EpollLayout.of(architecture)).isEqualTo(new EpollLayout(size, dataAt));
    }

    @ParameterizedTest
    @CsvSource({"12, 4", "16, 8"})
    void writesWhereTheKernelReads(int size, int dataAt) {
        EpollLayout layout = new EpollLayout(size, dataAt);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(size);
            layout.write(event, 0x8000_2003, 7, 99);
            assertThat(event.get(JAVA_INT_UNALIGNED, 0)).isEqualTo(0x8000_2003);
            assertThat(event.get(JAVA_INT_UNALIGNED, dataAt)).isEqualTo(7);
            assertThat(event.get(JAVA_INT_UNALIGNED, dataAt + 4L)).isEqualTo(99);
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 4", "16, 8"})
    void readsEachOfTheEventsTheKernelWroteInARow(int size, int dataAt) {
        EpollLayout layout = new EpollLayout(size, dataAt);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(3L * size);
            for (int i = 0; i < 3; i++) {
                long at = (long) i * size;
                events.set(JAVA_INT_UNALIGNED, at, 10 + i);
                events.set(JAVA_INT_UNALIGNED, at + dataAt, 20 + i);
                events.set(JAVA_INT_UNALIGNED, at + dataAt + 4, 30 + i);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(layout.what(events, i)).isEqualTo(10 + i);
                assertThat(layout.fd(events, i)).isEqualTo(20 + i);
                assertThat(layout.generation(events, i)).isEqualTo(30 + i);
            }
        }
    }
}
