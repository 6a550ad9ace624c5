package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a data directory is, and whether anything lasts there. */
class DataDirectoryTest {
    @TempDir
    private Path home;

    @Test
    void oneHasItAndTheNextIsToldWho() throws Exception {
        try (DataDirectory first = DataDirectory.take(home.resolve("data"))) {
            assertThat(first.durable()).isTrue();
            assertThatThrownBy(() -> DataDirectory.take(home.resolve("data")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        try (DataDirectory again = DataDirectory.take(home.resolve("data"))) {
            assertThat(again.durable()).isTrue();
        }
    }

    /** The disk may have room again by the time something is to be written; what tries it is the state file. */
    @Test
    void onAFullDiskItIsHeldAllTheSame() throws Exception {
        Files.createSymbolicLink(home.resolve("lock"), Path.of("/dev/full"));
        try (DataDirectory full = DataDirectory.take(home)) {
            assertThat(full.durable()).isTrue();
            assertThatThrownBy(() -> DataDirectory.take(home)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void whereItCannotBeMadeNothingLasts() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        try (DataDirectory none = DataDirectory.take(file)) {
            assertThat(none.durable()).isFalse();
        }
    }
}
