package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.transport.socket.PipePool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Makes kernel pipes. A user over its pipe-page limit gets pipes of one page: those are not worth having. */
final class LinuxPipes implements PipePool.Source {
    private static final int SET_SIZE = 1031;
    private static final int GET_SIZE = 1032;
    private static final int NONBLOCK_CLOEXEC = 0x80800;

    private final Libc libc;
    private final MemorySegment ends = Arena.ofAuto().allocate(8, 8);

    LinuxPipes(Libc libc) {
        this.libc = libc;
    }

    @Override
    public int @Nullable [] open(int size) {
        if (libc.pipe(ends.address(), NONBLOCK_CLOEXEC) < 0) {
            return null;
        }
        int readEnd = ends.get(JAVA_INT, 0);
        int writeEnd = ends.get(JAVA_INT, 4);
        libc.fcntl(writeEnd, SET_SIZE, size);
        int got = libc.fcntl(writeEnd, GET_SIZE, 0);
        if (got < size / 2) {
            close(readEnd, writeEnd);
            return null;
        }
        return new int[] {readEnd, writeEnd, got};
    }

    @Override
    public void close(int readEnd, int writeEnd) {
        libc.close(readEnd);
        libc.close(writeEnd);
    }
}
