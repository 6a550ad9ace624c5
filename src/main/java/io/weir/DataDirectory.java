package io.weir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's data directory, held by this process alone through a locked file in it. Where it cannot be written a
 * node runs all the same, but nothing of it is durable.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final @Nullable FileChannel channel;

    private DataDirectory(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory, making it where it is missing.
     *
     * @throws Refusal where another process has it
     */
    static DataDirectory take(Path directory) throws Refusal {
        Path file = directory.resolve("lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw taken(directory, holder);
            }
            sign(channel);
            return new DataDirectory(channel);
        } catch (OverlappingFileLockException sameProcess) {
            closeQuietly(channel);
            throw taken(directory, Long.toString(ProcessHandle.current().pid()));
        } catch (IOException unwritable) {
            closeQuietly(channel);
            LOG.warn("data directory {} cannot be written, nothing is durable: {}", directory, unwritable.toString());
            return new DataDirectory(null);
        }
    }

    /** So that whoever is refused is told by whom. Where the disk is full the lock holds all the same. */
    private static void sign(FileChannel channel) {
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid));
        } catch (IOException full) {
            LOG.debug("the lock is held without a name: {}", full.toString());
        }
    }

    private static Refusal taken(Path directory, String holder) {
        return new Refusal(
                ExitCode.SYSTEM,
                "data directory " + directory + " is in use by "
                        + (holder.isEmpty() ? "another process" : "process " + holder)
                        + "; give this node a directory of its own (weir.node.data-dir) or stop the other one");
    }

    /** Whether what is written here outlives the process. */
    boolean durable() {
        return channel != null;
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // The lock goes with the process in any case
            }
        }
    }
}
