package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A configuration file in a scratch directory, read as a machine of known size would. */
record Written(Path directory) {
    static final Host HOST = new Host(
            "box1",
            4,
            1_048_576,
            16L << 30,
            Instant.EPOCH,
            Map.of("PORT", "9100", "BAD", "many", "SECRET", "s3cret-from-the-outside"));

    Path file(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.writeString(file, text);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome read(String text) {
        return ConfigFile.read(file("weir.conf", text), HOST);
    }

    Outcome.Good good(String text) {
        Outcome outcome = read(text);
        assertThat(outcome).as(text).isInstanceOf(Outcome.Good.class);
        return (Outcome.Good) outcome;
    }

    /** Each problem as a user sees it, without the directory. */
    List<String> problems(String text) {
        return switch (read(text)) {
            case Outcome.Bad bad -> shown(bad.problems());
            case Outcome other -> throw new AssertionError(other + " for\n" + text);
        };
    }

    List<String> warnings(String text) {
        return shown(good(text).warnings());
    }

    private List<String> shown(List<Problem> problems) {
        return problems.stream()
                .map(problem ->
                        problem.toString().replace(directory + "/", "").replace(directory.toString(), "DIRECTORY"))
                .toList();
    }
}
