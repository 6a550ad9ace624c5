package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigFile;
import io.weir.config.Outcome;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.model.Settings;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import io.weir.registry.BackendRegistry;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what was said at run time still holds when a node starts again, by how long it was away. */
class RunTimeStateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Journal journal = new Journal("n1", 1, 10, event -> {});
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");

    private final NanoClock clock = new NanoClock() {
        @Override
        public long nanoTime() {
            return Duration.between(Instant.EPOCH, now).toNanos();
        }

        @Override
        public long epochMillis() {
            return now.toEpochMilli();
        }
    };

    @TempDir
    Path folder;

    @BeforeEach
    void sayOneThing() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Field field = Field.of(new BackendKey("web", "b1", new HostPort("10.0.0.1", 80)), Field.WEIGHT);
        Entry entry = new Entry(field, new Stamp(now.toEpochMilli(), 1), Stamp.NONE, "7", "test", now.toEpochMilli());
        new StateFile(folder.resolve("data"), true)
                .write(Overrides.NONE.merge(List.of(entry)).next(), List.of(entry))
                .toCompletableFuture()
                .get();
        new StateFile(folder.resolve("data"), true).alive(now.toEpochMilli());
    }

    private RunTimeState node(String seeds) throws Exception {
        Path file = Files.writeString(folder.resolve("application.conf"), """
                weir.cluster { bind = "127.0.0.1:17355", seeds = [%s] }
                """.formatted(seeds));
        if (ConfigFile.read(file, ThisHost.look()) instanceof Outcome.Good good) {
            Settings settings = good.settings();
            return new RunTimeState(() -> settings, true, journal, clock);
        }
        throw new AssertionError("the file has problems");
    }

    private RunTimeState oneOfTwo() throws Exception {
        return node("\"127.0.0.1:17355\", \"10.0.0.2:17355\"");
    }

    private static List<Entry> restored(RunTimeState state) {
        List<Entry> entries = new ArrayList<>();
        state.restore(command -> entries.addAll(((BackendRegistry.Restore) command).entries()));
        return entries;
    }

    /** The housekeeping of so many days, a minute of each in full. */
    private void run(RunTimeState state, int days) {
        for (int day = 0; day < days; day++) {
            for (int second = 0; second < 60; second++) {
                now = now.plus(SECOND);
                state.tick();
            }
            now = now.plus(Duration.ofDays(1)).minus(SECOND.multipliedBy(60));
        }
        state.tick();
    }

    @Test
    void aNodeThatWasAwayForTooLongSetsAsideWhatItKnewAndSaysSo() throws Exception {
        assertThat(restored(oneOfTwo())).hasSize(1);
        now = now.plus(Duration.ofDays(30)).plus(SECOND);
        assertThat(restored(oneOfTwo())).isEmpty();
        assertThat(journal.recent()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("state-set-aside");
            assertThat(event.details().get("reason"))
                    .contains("set aside as state.json.set-aside-" + now.toEpochMilli())
                    .contains("state.log.set-aside-" + now.toEpochMilli())
                    .contains("this node last ran at 2026-11-28T12:00:00Z");
        });
        assertThat(restored(oneOfTwo())).isEmpty();
        assertThat(journal.recent()).as("said once").hasSize(1);
    }

    /** Nothing was said for longer than removals are remembered; it was there all the time, and heard of each. */
    @Test
    void aNodeThatRanAndHadNothingToWriteWasNotAway() throws Exception {
        RunTimeState running = oneOfTwo();
        assertThat(restored(running)).hasSize(1);
        run(running, 40);
        now = now.plus(Duration.ofDays(29));
        assertThat(restored(oneOfTwo())).hasSize(1);
        assertThat(journal.recent()).isEmpty();
    }

    @Test
    void anOrderlyEndIsTheLastSignOfLife() throws Exception {
        RunTimeState running = oneOfTwo();
        assertThat(restored(running)).hasSize(1);
        now = now.plus(Duration.ofHours(23));
        running.tick();
        running.finish();
        now = now.plus(Duration.ofDays(30)).minus(SECOND);
        assertThat(restored(oneOfTwo())).hasSize(1);
    }

    /** One that finds a port taken never knew what the file says. */
    @Test
    void aStartThatFailsBeforeItReadTheFileIsNone() throws Exception {
        now = now.plus(Duration.ofDays(31));
        oneOfTwo().finish();
        assertThat(restored(oneOfTwo())).isEmpty();
    }

    @Test
    void theStartIsOneToo() throws Exception {
        for (int start = 0; start < 3; start++) {
            assertThat(restored(oneOfTwo())).hasSize(1);
            now = now.plus(Duration.ofDays(29));
        }
    }

    /** A word goes to the log alone. */
    @Test
    void theLaterOfTheFilesTimesIsTheLastSignOfLife() throws Exception {
        FileTime longAgo = FileTime.from(now.minus(Duration.ofDays(31)));
        Files.setLastModifiedTime(folder.resolve("data/state.json"), longAgo);
        assertThat(restored(oneOfTwo())).hasSize(1);
    }

    @Test
    void whoHasNoOthersKeepsWhatItKnows() throws Exception {
        now = now.plus(Duration.ofDays(400));
        assertThat(restored(node("\"127.0.0.1:17355\""))).hasSize(1);
        now = now.plus(Duration.ofDays(400));
        assertThat(restored(node(""))).hasSize(1);
        assertThat(journal.recent()).isEmpty();
    }
}
