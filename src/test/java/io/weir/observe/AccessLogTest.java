package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.model.AccessLogSettings;
import io.weir.model.LogFormat;
import io.weir.model.NodeRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    @TempDir
    private Path folder;

    private final Meters meters = new Meters(1);

    @Test
    void recordsBecomeLinesOfTheFile() throws Exception {
        Path file = folder.resolve("access.log");
        AccessLog log = start(file.toString());
        log.record(AccessFormatTest.joined());
        assertThat(log.flush(Patience.seconds(10))).isTrue();
        assertThat(io.weir.kit.AccessLog.parse(Files.readAllLines(file).get(0)).backend())
                .isEqualTo("b1");
        Files.move(file, folder.resolve("access.log.1"));
        log.reopen();
        assertThat(log.close(Patience.seconds(10))).isTrue();
        assertThat(meters.read().accessLogDropped()).isZero();
    }

    @Test
    void linesThatCannotBeWrittenAreCountedInTheMeters() throws Exception {
        AccessLog log = start(folder.toString());
        log.record(AccessFormatTest.joined());
        log.record(AccessFormatTest.joined());
        assertThat(log.close(Patience.seconds(10))).isTrue();
        assertThat(meters.read().accessLogDropped()).isEqualTo(2);
    }

    private AccessLog start(String path) {
        return AccessLog.start(
                new AccessLogSettings(true, LogFormat.JSON, path, 100),
                new NodeRun("node", 0, 0),
                meters,
                NanoClock.system());
    }
}
