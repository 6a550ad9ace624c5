package io.weir.config;

import com.typesafe.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A configuration file. */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads a file, with what it includes, into settings. Never throws for what a file says. Callable from any thread;
     * takes tens of milliseconds.
     *
     * @param file as the user named it; messages name it alike
     * @param host what decides defaults
     */
    public static Outcome read(Path file, Host host) {
        return read(file, host, PekkoTrial.NONE);
    }

    /**
     * The same, and where the file has settings of Pekko's own, a trial whether Pekko starts with them, which takes as long as
     * that takes.
     */
    public static Outcome read(Path file, Host host, PekkoTrial trial) {
        if (!Files.exists(file)) {
            return new Outcome.Unreadable(file.toString(), "no such file");
        }
        if (Files.isDirectory(file)) {
            return new Outcome.Unreadable(file.toString(), "it is a directory");
        }
        if (!Files.isReadable(file)) {
            return new Outcome.Unreadable(file.toString(), "permission denied");
        }
        Source source;
        try {
            source = Source.parse(file, host.environment());
        } catch (ConfigException e) {
            return new Outcome.Bad(List.of(Malformed.problem(file, e)), List.of());
        } catch (StackOverflowError e) {
            return new Outcome.Bad(
                    List.of(new Problem(file.toString(), 1, "", "nested too deeply to be understood")), List.of());
        }
        return SettingsReader.read(file, source, host, trial);
    }
}
