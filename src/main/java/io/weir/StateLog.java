package io.weir;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.StateText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * What was said since the {@link StateFile} was last written whole, a line an entry. Entries of the file may be here too, and
 * older ones: of two of one field the later one counts, wherever it stands. For one thread after the other.
 */
final class StateLog {
    /** Its name in the data directory. */
    static final String NAME = "state.log";

    private final Path file;

    StateLog(Path directory) {
        this.file = directory.resolve(NAME);
    }

    Path file() {
        return file;
    }

    /** Adds these; they are on disk on return. */
    void add(Collection<Entry> entries) throws IOException {
        write(StateText.lines(entries), true, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Makes it be there; its name is on disk once its directory is. */
    void make() throws IOException {
        write(new byte[0], false, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Forgets all. */
    void empty() throws IOException {
        write(StateText.head(), false, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void write(byte[] bytes, boolean force, OpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, options)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            if (force) {
                channel.force(false);
            }
        }
    }
}
