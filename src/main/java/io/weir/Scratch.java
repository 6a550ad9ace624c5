package io.weir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The demo's folders, which are to leave no trace. Any thread. */
final class Scratch {
    private static final int TRIES = 50;
    private static final long BETWEEN_NANOS = 20_000_000;

    private static final String PREFIX = "weir-demo-";

    private Scratch() {}

    /** A new one, where the system keeps temporary files. */
    static Path create() throws IOException {
        return Files.createTempDirectory(PREFIX);
    }

    /**
     * The folder of a file two levels below one of {@link #create}'s.
     *
     * @throws IllegalArgumentException where it is anywhere else, since what is here is removed at the end
     */
    static Path folderOf(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        int names = whole.getNameCount();
        if (names < 3 || !whole.getName(names - 3).toString().startsWith(PREFIX)) {
            throw new IllegalArgumentException(file + " is not a demo's");
        }
        return whole.resolve("..").normalize();
    }

    /** Removes a folder that holds nothing. */
    static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException othersAreInIt) {
            // Whoever is last takes it along.
        }
    }

    /**
     * Removes a folder with all in it, again and again for a second at most where somebody still writes into it. What stays
     * all the same is said on standard error.
     */
    static void remove(Path folder) {
        IOException last = null;
        for (int i = 0; i < TRIES && Files.exists(folder); i++) {
            try {
                removeOnce(folder);
                return;
            } catch (IOException inUse) {
                last = inUse;
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
        }
        if (last != null && Files.exists(folder)) {
            System.err.println("weir: could not remove " + folder + ": " + last);
        }
    }

    private static void removeOnce(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException vanishing) {
            throw vanishing.getCause();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
