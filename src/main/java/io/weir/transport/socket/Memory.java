package io.weir.transport.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A buffer of native memory, leased from a {@link BufferPool}. Bytes between {@code start} and {@code end} are unwritten. */
public final class Memory extends Bytes {
    private final BufferPool pool;
    private final Arena arena;
    private final MemorySegment segment;
    private final ByteBuffer view;
    private int start;
    private int end;

    @SuppressWarnings("MustBeClosedChecker") // closed by free()
    Memory(BufferPool pool, int size) {
        this.pool = pool;
        this.arena = Arena.ofConfined();
        this.segment = arena.allocate(size, 64);
        this.view = segment.asByteBuffer();
    }

    /** The whole buffer, for socket implementations. */
    public MemorySegment segment() {
        return segment;
    }

    /** The same memory as a byte buffer, for socket implementations; position and limit are theirs to set. */
    public ByteBuffer view() {
        return view;
    }

    /** Where the unwritten bytes begin. */
    public int start() {
        return start;
    }

    /** How many bytes the buffer holds at most. */
    public int capacity() {
        return (int) segment.byteSize();
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public long readFrom(Socket socket) {
        start = 0;
        end = 0;
        long n = socket.receive(this);
        if (n > 0) {
            end = (int) n;
        }
        return n;
    }

    @Override
    public long writeTo(Socket socket) {
        long n = socket.send(this);
        if (n > 0) {
            start += (int) n;
        }
        return n;
    }

    @Override
    void returned() {
        pool.giveBack(this);
    }

    void free() {
        arena.close();
    }
}
