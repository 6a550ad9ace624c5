package io.weir.transport.socket;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One loop's kernel pipes, never more than a cap; beyond it bulk bytes go through buffers.
 *
 * <p>A pipe that comes back with bytes in it is closed: kept, it would serve them to the next connection.
 */
public final class PipePool {
    /** Makes and closes the pipes; the only part that talks to the system. */
    public interface Source {
        /**
         * Makes a pipe of at least half the wished size.
         *
         * @return read end, write end and size, or null where the system gives none
         */
        int @Nullable [] open(int size);

        /** Closes both ends. */
        void close(int readEnd, int writeEnd);
    }

    private static final int RETRY_AFTER = 4096;

    private final Source source;
    private final int size;
    private final int most;
    private final ArrayDeque<Pipe> spare = new ArrayDeque<>();
    private int made;
    private int fewestSpare;
    private int refusals;

    /**
     * Creates an empty pool.
     *
     * @param size of a pipe in bytes
     * @param most pipes at a time; 0 never gives one
     */
    public PipePool(Source source, int size, int most) {
        this.source = source;
        this.size = size;
        this.most = most;
    }

    /** Leases an empty pipe, or null when all are out or the system gives no more. */
    public @Nullable Pipe take() {
        Pipe pipe = spare.pollLast();
        if (pipe == null) {
            if (made >= most) {
                return null;
            }
            if (refusals > 0 && refusals < RETRY_AFTER) {
                refusals++;
                return null;
            }
            int[] ends = source.open(size);
            if (ends == null) {
                refusals = 1;
                return null;
            }
            refusals = 0;
            made++;
            pipe = new Pipe(this, ends[0], ends[1], ends[2]);
        }
        fewestSpare = Math.min(fewestSpare, spare.size());
        pipe.lease();
        return pipe;
    }

    /** Closes spare pipes that nobody needed since the last call. */
    public void trim() {
        int idle = Math.min(fewestSpare, spare.size());
        for (int i = 0; i < idle; i++) {
            discard(spare.pollFirst());
        }
        fewestSpare = spare.size();
    }

    /** Pipes leased at the moment. */
    public int leased() {
        return made - spare.size();
    }

    /** Pipes that exist, leased or spare. */
    public int made() {
        return made;
    }

    /** Closes what is spare. */
    public void close() {
        while (!spare.isEmpty()) {
            discard(spare.pollFirst());
        }
    }

    void giveBack(Pipe pipe) {
        if (pipe.length() == 0) {
            spare.addLast(pipe);
        } else {
            discard(pipe);
        }
    }

    private void discard(Pipe pipe) {
        made--;
        source.close(pipe.readEnd(), pipe.writeEnd());
    }
}
