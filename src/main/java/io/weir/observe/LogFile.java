package io.weir.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where lines end up: a file that is appended to, or a stream the process was born with. After a write that failed in
 * the middle of a line the next one begins on a fresh line. Belongs to one thread.
 */
final class LogFile implements AutoCloseable {
    private final @Nullable Path path;
    private @Nullable WritableByteChannel channel;
    private boolean torn;

    private LogFile(@Nullable Path path, @Nullable WritableByteChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** A file; it is created with the first write, and again with the first after {@link #reopen}. */
    static LogFile at(Path path) {
        return new LogFile(path, null);
    }

    /** Standard output or standard error; never closed. */
    static LogFile stream(FileDescriptor descriptor) {
        return new LogFile(null, new FileOutputStream(descriptor).getChannel());
    }

    /** Any other channel; never closed. */
    static LogFile channel(WritableByteChannel channel) {
        return new LogFile(null, channel);
    }

    /** Writes whole lines; returns null if all were written, or the reason why some were not. */
    @Nullable
    IOException write(ByteBuffer lines) {
        try {
            WritableByteChannel to = open();
            if (torn) {
                to.write(ByteBuffer.wrap(new byte[] {'\n'}));
                torn = false;
            }
            while (lines.hasRemaining()) {
                to.write(lines);
            }
            return null;
        } catch (IOException e) {
            if (lines.position() > 0) {
                torn = lines.get(lines.position() - 1) != '\n';
            }
            WritableByteChannel now = channel;
            if (path != null && now != null && !now.isOpen()) {
                channel = null;
            }
            return e;
        }
    }

    private WritableByteChannel open() throws IOException {
        WritableByteChannel now = channel;
        if (now == null) {
            Path file = Objects.requireNonNull(path);
            now = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            channel = now;
            torn = false;
        }
        return now;
    }

    /** Lets go of the file, so that the next write creates it anew if it was moved away; nothing for a stream. */
    void reopen() throws IOException {
        WritableByteChannel old = channel;
        if (path != null && old != null) {
            channel = null;
            old.close();
        }
    }

    @Override
    public void close() throws IOException {
        reopen();
    }

    @Override
    public String toString() {
        return path == null ? "the standard stream" : path.toString();
    }
}
