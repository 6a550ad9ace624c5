package io.weir;

import io.weir.registry.Disk;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.StateText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * What was said at run time, in a file of the data directory. A write goes to a second file, is forced to disk and then takes
 * the first one's name, so that there is always a whole one. Each write has a virtual thread of its own.
 */
final class StateFile implements Disk {
    /** Its name in the data directory. */
    static final String NAME = "state.json";

    private final Path file;
    private final boolean durable;
    private volatile CompletableFuture<Done> last = CompletableFuture.completedFuture(Done.getInstance());

    /**
     * A file that is neither read nor written yet.
     *
     * @param durable whether the directory can be written at all
     */
    StateFile(Path directory, boolean durable) {
        this.file = directory.resolve(NAME);
        this.durable = durable;
    }

    /**
     * What was in it at the start.
     *
     * @param setAside where it went and why, where it could not be read; null otherwise
     */
    record Content(List<Entry> entries, @Nullable String setAside) {}

    /** Reads it. One that makes no sense is renamed, and the start goes on without it; none is as good as an empty one. */
    Content read(long epochMillis) {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return new Content(List.of(), null);
        } catch (IOException unreadable) {
            return new Content(List.of(), setAside("it cannot be read: " + unreadable.getMessage(), epochMillis));
        }
        try {
            return new Content(StateText.read(text), null);
        } catch (StateText.Unreadable why) {
            return new Content(List.of(), setAside(String.valueOf(why.getMessage()), epochMillis));
        }
    }

    private String setAside(String why, long epochMillis) {
        Path other = file.resolveSibling(NAME + ".set-aside-" + epochMillis);
        try {
            Files.move(file, other);
            return file + " was set aside as " + other.getFileName() + ": " + why;
        } catch (IOException stays) {
            return file + " is not used and could not be set aside (" + stays.getMessage() + "): " + why;
        }
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public CompletionStage<Done> write(Overrides all) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        last = done;
        Thread.ofVirtual().name("weir-state").start(() -> {
            try {
                replace(all);
                done.complete(Done.getInstance());
            } catch (IOException | UncheckedIOException failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    private void replace(Overrides all) throws IOException {
        Path next = file.resolveSibling(NAME + ".next");
        try (FileChannel channel = FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            StateText.write(all, out);
            out.flush();
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = file.getParent();
        if (directory != null) {
            // The new name is not on disk before its directory is
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Waits for a write that goes on, for a moment. */
    void finish(Duration most) throws InterruptedException {
        try {
            last.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException lost) {
            // Whoever asked for it was told that it is not durable
        }
    }
}
