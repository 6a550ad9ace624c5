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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * What was said at run time, in a file of the data directory and a {@link StateLog} beside it. What is new is added to the log;
 * once that holds as much as the file, all goes to a second file, is forced to disk and then takes the first one's name, so
 * that there is always a whole one. So a write costs what it writes, whatever there is already. Each has a virtual thread of
 * its own, and comes after the one before has ended.
 */
final class StateFile implements Disk {
    /** Its name in the data directory. */
    static final String NAME = "state.json";

    private static final long NEVER = Long.MIN_VALUE;

    /** The log may be so long however little the file has. */
    static final int LEAST_LOG = 200;

    private final Path file;
    private final StateLog log;
    private final boolean durable;
    /** What is in the log, or its end, cannot be relied on. */
    private boolean whole = true;

    private long inFile;
    private long inLog;
    private volatile CompletableFuture<Done> last = CompletableFuture.completedFuture(Done.getInstance());

    /**
     * A file that is neither read nor written yet.
     *
     * @param durable whether the directory can be written at all
     */
    StateFile(Path directory, boolean durable) {
        this.file = directory.resolve(NAME);
        this.log = new StateLog(directory);
        this.durable = durable;
    }

    /**
     * What was in it at the start.
     *
     * @param setAside where it went and why, where it could not be read; null otherwise
     */
    record Content(List<Entry> entries, @Nullable String setAside) {}

    /**
     * Reads both. What makes no sense is renamed, and the start goes on without it; none is as good as an empty one. So it is
     * with what is older than others remember what was removed, which would come back with it.
     *
     * @param others whether there may be nodes that went on while this one was away
     */
    Content read(long epochMillis, boolean others) {
        List<Entry> entries = new ArrayList<>();
        List<String> setAside = new ArrayList<>();
        OptionalLong alive = lastAlive();
        if (others && alive.isPresent() && epochMillis - alive.getAsLong() > Entry.TOMBSTONE_MILLIS) {
            return new Content(List.of(), setAsideAsOld(alive.getAsLong(), epochMillis));
        }
        read(file, StateText::read, epochMillis, entries, setAside);
        read(log.file(), StateText::readLines, epochMillis, entries, setAside);
        return new Content(List.copyOf(entries), setAside.isEmpty() ? null : String.join("; ", setAside));
    }

    /** Short enough for one detail of an event. */
    private String setAsideAsOld(long aliveEpochMillis, long epochMillis) {
        String names = files().filter(Files::exists)
                .map(each -> {
                    try {
                        return move(each, epochMillis);
                    } catch (IOException stays) {
                        return "(could not be renamed: " + stays.getMessage() + ")";
                    }
                })
                .collect(Collectors.joining(" and "));
        return "in " + file.getParent() + " what was said at run time was set aside as " + names
                + ": this node last ran at "
                + Instant.ofEpochMilli(aliveEpochMillis).truncatedTo(ChronoUnit.SECONDS)
                + ", and what was removed over "
                + Duration.ofMillis(Entry.TOMBSTONE_MILLIS).toDays()
                + " days ago is remembered by nobody and would come back. The other nodes tell what holds. To use it all the"
                + " same: stop the node, give the files their names back, touch them, start";
    }

    private Stream<Path> files() {
        return Stream.of(file, log.file());
    }

    /** When the node last showed that it runs, by the later of its files' times; nothing where it has none. */
    private OptionalLong lastAlive() {
        return files().mapToLong(StateFile::time).filter(time -> time != NEVER).max();
    }

    private static long time(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException none) {
            return NEVER;
        }
    }

    /** Shows that the node runs, by the files' times; where it has said nothing yet there is nothing that could grow old. */
    void alive(long epochMillis) {
        files().forEach(each -> {
            try {
                Files.setLastModifiedTime(each, FileTime.fromMillis(epochMillis));
            } catch (IOException notThere) {
                // Or not writable, and then nothing is durable here anyway
            }
        });
    }

    private interface Format {
        List<Entry> read(byte[] text) throws StateText.Unreadable;
    }

    private static void read(Path file, Format format, long epochMillis, List<Entry> entries, List<String> setAside) {
        try {
            entries.addAll(format.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException none) {
            // As after the first start
        } catch (IOException unreadable) {
            setAside.add(setAside(file, "it cannot be read: " + unreadable.getMessage(), epochMillis));
        } catch (StateText.Unreadable why) {
            setAside.add(setAside(file, String.valueOf(why.getMessage()), epochMillis));
        }
    }

    private static String setAside(Path file, String why, long epochMillis) {
        try {
            return file + " was set aside as " + move(file, epochMillis) + ": " + why;
        } catch (IOException stays) {
            return file + " is not used and could not be set aside (" + stays.getMessage() + "): " + why;
        }
    }

    /** Out of the way, to its new name. */
    private static String move(Path file, long epochMillis) throws IOException {
        String name = file.getFileName() + ".set-aside-" + epochMillis;
        Files.move(file, file.resolveSibling(name));
        return name;
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public CompletionStage<Done> write(Overrides all, Collection<Entry> fresh) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        last = done;
        Thread.ofVirtual().name("weir-state").start(() -> {
            try {
                put(all, fresh);
                done.complete(Done.getInstance());
            } catch (IOException | UncheckedIOException failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    private void put(Overrides all, Collection<Entry> fresh) throws IOException {
        boolean adds = !whole && inLog + fresh.size() <= Math.max(LEAST_LOG, inFile);
        whole = true;
        if (adds) {
            log.add(fresh);
            inLog += fresh.size();
        } else {
            log.make();
            replace(all);
            log.empty();
            inFile = all.entries().count();
            inLog = 0;
        }
        whole = false;
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
