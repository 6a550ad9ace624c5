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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final long NOW = 1234;
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("state.json");
    }

    private StateFile state() {
        return new StateFile(directory, true);
    }

    private Path log() {
        return directory.resolve("state.log");
    }

    private static Entry entry(String id, int weight) {
        Field field = Field.of(new BackendKey("web", id, new HostPort("h", 1)), Field.WEIGHT);
        return new Entry(field, new Stamp(weight, 1), Stamp.NONE, Integer.toString(weight), "test", NOW);
    }

    private static Overrides weight(int weight) {
        return Overrides.NONE.merge(List.of(entry("a", weight))).next();
    }

    private void write(Overrides all) throws Exception {
        write(state(), all, all.sorted());
    }

    private static void write(StateFile state, Overrides all, List<Entry> fresh) throws Exception {
        state.write(all, fresh).toCompletableFuture().get();
    }

    /** One file that says that of one backend, then more of it in the log. */
    private StateFile withLog() throws Exception {
        StateFile state = state();
        write(state, weight(1), weight(1).sorted());
        write(state, weight(2), weight(2).sorted());
        return state;
    }

    private Overrides known() {
        return Overrides.NONE.merge(state().read(NOW, true).entries()).next();
    }

    @Test
    void whatWasWrittenLastIsReadAndNothingElseIsLeft() throws Exception {
        assertThat(state().read(NOW, true)).isEqualTo(new StateFile.Content(List.of(), null));
        write(weight(1));
        write(weight(2));
        StateFile.Content content = state().read(NOW, true);
        assertThat(content.setAside()).isNull();
        assertThat(content.entries()).isEqualTo(weight(2).sorted());
        try (var names = Files.list(directory)) {
            assertThat(names).containsExactlyInAnyOrder(file(), log());
        }
    }

    /** All is written anew when it has doubled, and never only because something was said. */
    @Test
    void aWriteCostsWhatItWritesHoweverMuchThereIs() throws Exception {
        StateFile state = state();
        Overrides all = Overrides.NONE;
        Set<FileTime> wholes = new HashSet<>();
        int many = 3 * StateFile.LEAST_LOG;
        for (int i = 0; i < many; i++) {
            List<Entry> fresh = List.of(entry("b" + i, 1));
            all = all.merge(fresh).next();
            write(state, all, fresh);
            wholes.add(Files.getLastModifiedTime(file()));
        }
        assertThat(wholes).hasSizeBetween(2, 4);
        assertThat(known()).isEqualTo(all);
    }

    @Test
    void whatWasBeingAddedWhenThePowerWentIsPassedOver() throws Exception {
        withLog();
        byte[] lines = Files.readAllBytes(log());
        Files.write(log(), Arrays.copyOf(lines, lines.length - 1));
        assertThat(state().read(NOW, true).setAside()).isNull();
        assertThat(known()).isEqualTo(weight(1));
        Files.write(log(), lines);
        assertThat(known()).isEqualTo(weight(2));
        Files.write(log(), Arrays.copyOf(lines, lines.length / 2));
        write(weight(3));
        assertThat(known()).isEqualTo(weight(3));
    }

    @Test
    void aDamagedLogIsSetAsideAndTheFileHolds() throws Exception {
        withLog();
        Files.writeString(log(), "{\"format\":1}\n{\"pool\":\n");
        StateFile.Content content = state().read(NOW, true);
        assertThat(content.entries()).isEqualTo(weight(1).sorted());
        assertThat(content.setAside()).contains("was set aside as state.log.set-aside-1234", "damaged");
        write(weight(3));
        assertThat(known()).isEqualTo(weight(3));
    }

    @Test
    void whatCouldNotBeAddedIsWrittenWithTheNext() throws Exception {
        StateFile state = withLog();
        Files.delete(log());
        Files.createSymbolicLink(log(), Path.of("/dev/full"));
        assertThat(state.write(weight(3), weight(3).sorted()))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("No space left on device");
        Files.delete(log());
        write(state, weight(3), List.of());
        assertThat(known()).isEqualTo(weight(3));
    }

    @Test
    void aDamagedFileIsSetAsideAndTheStartGoesOn() throws Exception {
        write(weight(1));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        StateFile.Content content = state().read(NOW, true);
        assertThat(content.entries()).isEmpty();
        assertThat(content.setAside()).contains("was set aside as state.json.set-aside-1234", "damaged");
        assertThat(directory.resolve("state.json.set-aside-1234")).exists();
        assertThat(file()).doesNotExist();
        write(weight(3));
        assertThat(state().read(NOW, true).entries()).hasSize(1);
    }

    @Test
    void aNewerVersionsFileIsSetAside() throws Exception {
        Files.writeString(file(), "{\"format\":99,\"entries\":[]}");
        assertThat(state().read(NOW, true).setAside()).contains("a newer version wrote it");
    }

    @Test
    void aFileThatCannotBeReadDoesNotStopTheStart() throws Exception {
        Files.createDirectory(file());
        assertThat(state().read(NOW, true).setAside()).contains("cannot be read");
    }

    @Test
    void aFullDiskLeavesWhatWasThere() throws Exception {
        write(weight(1));
        Path next = directory.resolve("state.json.next");
        Files.createSymbolicLink(next, Path.of("/dev/full"));
        StateFile state = state();
        assertThat(state.write(weight(2), weight(2).sorted()))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("No space left on device");
        state.finish(Duration.ofSeconds(1));
        assertThat(state().read(NOW, true).entries()).isEqualTo(weight(1).sorted());
        Files.delete(next);
        write(weight(2));
        assertThat(state().read(NOW, true).entries()).isEqualTo(weight(2).sorted());
    }

    @Test
    void whatAWriteLeftBehindWhenTheProcessWasKilledIsNoMatter() throws Exception {
        write(weight(1));
        Files.writeString(directory.resolve("state.json.next"), "{\"format\":1,\"entr");
        assertThat(state().read(NOW, true).entries()).hasSize(1);
        write(weight(2));
        assertThat(state().read(NOW, true).entries()).isEqualTo(weight(2).sorted());
    }

    /** What was removed meanwhile nobody remembers after thirty days: it would be back. */
    @Test
    void whatIsOlderThanRemovalsAreRememberedIsSetAside() throws Exception {
        StateFile state = withLog();
        state.alive(NOW);
        long thirty = NOW + 30 * DAY;
        assertThat(state().read(thirty, true).entries()).isNotEmpty();
        assertThat(state().read(thirty, true).setAside()).isNull();
        assertThat(state().read(NOW - 400 * DAY, true).setAside())
                .as("a clock that was ahead")
                .isNull();
        StateFile.Content content = state().read(thirty + 1, true);
        assertThat(content.entries()).isEmpty();
        assertThat(content.setAside())
                .contains(
                        "in " + directory,
                        "set aside as state.json.set-aside-%1$d and state.log.set-aside-%1$d: ".formatted(thirty + 1),
                        "this node last ran at 1970-01-01T00:00:01Z",
                        "30 days",
                        "touch them")
                .hasSizeLessThan(500 + directory.toString().length());
        assertThat(file()).doesNotExist();
        assertThat(log()).doesNotExist();
        write(weight(3));
        assertThat(known()).isEqualTo(weight(3));
    }

    /** It alone knows, so nobody has removed anything. */
    @Test
    void aNodeWithoutOthersKeepsWhatItHasHoweverOldItIs() throws Exception {
        withLog().alive(NOW);
        StateFile.Content content = state().read(NOW + 4000 * DAY, false);
        assertThat(content.setAside()).isNull();
        assertThat(content.entries()).isNotEmpty();
    }

    /** As the message says. */
    @Test
    void whatWasSetAsideAsTooOldCanBeTakenBack() throws Exception {
        withLog().alive(NOW);
        long late = NOW + 90 * DAY;
        assertThat(state().read(late, true).entries()).isEmpty();
        Files.move(directory.resolve("state.json.set-aside-" + late), file());
        Files.move(directory.resolve("state.log.set-aside-" + late), log());
        Files.setLastModifiedTime(log(), FileTime.fromMillis(late));
        Overrides back =
                Overrides.NONE.merge(state().read(late + 1, true).entries()).next();
        assertThat(back).isEqualTo(weight(2));
    }

    @Test
    void aSignOfLifeMakesNoFileOfItsOwn() {
        state().alive(NOW);
        assertThat(directory).isEmptyDirectory();
        assertThat(state().read(NOW + 99 * DAY, true)).isEqualTo(new StateFile.Content(List.of(), null));
    }
}
