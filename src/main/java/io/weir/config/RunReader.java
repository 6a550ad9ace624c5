package io.weir.config;

import io.weir.model.AccessLogSettings;
import io.weir.model.LogFormat;
import io.weir.model.LogLevel;
import io.weir.model.LogSettings;
import io.weir.model.Off;
import io.weir.model.ShutdownSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads how a node stops and what it writes. */
final class RunReader {
    private RunReader() {}

    static ShutdownSettings shutdown(Section section) {
        ShutdownSettings settings = new ShutdownSettings(
                section.read("announce", Times.between("1ms", "1d").orOff(Duration.ZERO)),
                section.read("drain", Times.between("1ms", "365d").orOff(Off.TIME)),
                section.read("close-over", Times.between("1ms", "1d").orOff(Duration.ZERO)));
        section.close();
        return settings;
    }

    static AccessLogSettings accessLog(Section section, Context context) {
        boolean enabled = section.read("enabled", new Switch());
        LogFormat format = section.read("format", Words.of(LogFormat.class));
        Optional<Path> path = section.read("path", context.paths().orNothing("-"));
        if (enabled && path.isPresent()) {
            seeWhere(path.get(), section);
        }
        int queue = section.read("queue", new Counts(1, 1 << 20));
        section.close();
        return new AccessLogSettings(enabled, format, path.map(Path::toString).orElse("-"), queue);
    }

    private static void seeWhere(Path file, Section section) {
        Path folder = file.getParent();
        if (Files.isDirectory(file)) {
            section.problem("path", file + " is a directory; allowed: a file, or -");
        } else if (folder != null && !Files.isDirectory(folder)) {
            section.warning("path", "there is no directory " + folder + ": lines are lost until there is");
        }
    }

    static LogSettings log(Section section) {
        LogSettings settings = new LogSettings(
                section.read("level", Words.of(LogLevel.class)), section.read("format", Words.of(LogFormat.class)));
        section.close();
        return settings;
    }
}
