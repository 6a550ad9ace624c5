package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final long NOW = 1234;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("state.json");
    }

    private StateFile state() {
        return new StateFile(directory, true);
    }

    private static Overrides weight(int weight) {
        Field field = Field.of(new BackendKey("web", "a", new HostPort("h", 1)), Field.WEIGHT);
        return Overrides.NONE
                .merge(List.of(
                        new Entry(field, new Stamp(weight, 1), Stamp.NONE, Integer.toString(weight), "test", NOW)))
                .next();
    }

    private void write(Overrides all) throws Exception {
        state().write(all).toCompletableFuture().get();
    }

    @Test
    void whatWasWrittenLastIsReadAndNothingElseIsLeft() throws Exception {
        assertThat(state().read(NOW)).isEqualTo(new StateFile.Content(List.of(), null));
        write(weight(1));
        write(weight(2));
        StateFile.Content content = state().read(NOW);
        assertThat(content.setAside()).isNull();
        assertThat(content.entries()).isEqualTo(weight(2).sorted());
        try (var names = Files.list(directory)) {
            assertThat(names).containsExactly(file());
        }
    }

    @Test
    void aDamagedFileIsSetAsideAndTheStartGoesOn() throws Exception {
        write(weight(1));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        StateFile.Content content = state().read(NOW);
        assertThat(content.entries()).isEmpty();
        assertThat(content.setAside()).contains("was set aside as state.json.set-aside-1234", "damaged");
        assertThat(directory.resolve("state.json.set-aside-1234")).exists();
        assertThat(file()).doesNotExist();
        write(weight(3));
        assertThat(state().read(NOW).entries()).hasSize(1);
    }

    @Test
    void aNewerVersionsFileIsSetAside() throws Exception {
        Files.writeString(file(), "{\"format\":99,\"entries\":[]}");
        assertThat(state().read(NOW).setAside()).contains("a newer version wrote it");
    }

    @Test
    void aFileThatCannotBeReadDoesNotStopTheStart() throws Exception {
        Files.createDirectory(file());
        assertThat(state().read(NOW).setAside()).contains("cannot be read");
    }

    @Test
    void aFullDiskLeavesWhatWasThere() throws Exception {
        write(weight(1));
        Path next = directory.resolve("state.json.next");
        Files.createSymbolicLink(next, Path.of("/dev/full"));
        StateFile state = state();
        assertThat(state.write(weight(2)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("No space left on device");
        state.finish(Duration.ofSeconds(1));
        assertThat(state().read(NOW).entries()).isEqualTo(weight(1).sorted());
        Files.delete(next);
        write(weight(2));
        assertThat(state().read(NOW).entries()).isEqualTo(weight(2).sorted());
    }

    @Test
    void whatAWriteLeftBehindWhenTheProcessWasKilledIsNoMatter() throws Exception {
        write(weight(1));
        Files.writeString(directory.resolve("state.json.next"), "{\"format\":1,\"entr");
        assertThat(state().read(NOW).entries()).hasSize(1);
        write(weight(2));
        assertThat(state().read(NOW).entries()).isEqualTo(weight(2).sorted());
    }
}
