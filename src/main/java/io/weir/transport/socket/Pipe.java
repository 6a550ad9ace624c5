package io.weir.transport.socket;

/** A kernel pipe, leased from a {@link PipePool}; bytes pass through it without being copied to user space. */
public final class Pipe extends Bytes {
    private final PipePool pool;
    private final int readEnd;
    private final int writeEnd;
    private final int capacity;
    private int held;

    Pipe(PipePool pool, int readEnd, int writeEnd, int capacity) {
        this.pool = pool;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
        this.capacity = capacity;
    }

    /** The descriptor bytes come out of. */
    public int readEnd() {
        return readEnd;
    }

    /** The descriptor bytes go into. */
    public int writeEnd() {
        return writeEnd;
    }

    /** How many bytes it holds at most. */
    public int capacity() {
        return capacity;
    }

    @Override
    public int length() {
        return held;
    }

    @Override
    public long readFrom(Socket socket) {
        long n = socket.spliceIn(this);
        if (n > 0) {
            held = (int) n;
        }
        return n;
    }

    @Override
    public long writeTo(Socket socket) {
        long total = 0;
        while (held > 0) {
            long n = socket.spliceOut(this);
            if (n <= 0) {
                return total > 0 ? total : n;
            }
            held -= (int) n;
            total += n;
        }
        return total;
    }

    @Override
    void returned() {
        pool.giveBack(this);
    }
}
