package io.weir.transport.socket;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One loop's buffers: leased for as long as bytes are in them, kept for the next, and never more than a cap.
 *
 * <p>Where the cap is reached a reader waits for a buffer to come back, in order of arrival; it is told through its
 * {@link Ready}. Spare buffers that were not needed between two calls of {@link #trim()} go back to the system.
 */
public final class BufferPool {
    private final int size;
    private final BiFunction<BufferPool, Integer, Memory> maker;
    private int most;
    private final ArrayDeque<Memory> spare = new ArrayDeque<>();
    private final LinkedHashSet<Ready> waiting = new LinkedHashSet<>();
    private int made;
    private int fewestSpare;

    /**
     * Creates an empty pool.
     *
     * @param size of a buffer in bytes
     * @param most buffers at a time, at least 2
     */
    public BufferPool(int size, int most) {
        this(size, most, Memory::new);
    }

    BufferPool(int size, int most, BiFunction<BufferPool, Integer, Memory> maker) {
        this.maker = maker;
        this.size = size;
        this.most = Math.max(2, most);
    }

    /**
     * Leases an empty buffer, or null when all are out or the JVM has no memory for one more: then it makes no more.
     *
     * @param reader is out of the line with its buffer; without one it is in it and told by {@link Ready#SERVED} when there is
     *     one again, and where it stood already it keeps its place
     */
    public @Nullable Memory take(Ready reader) {
        Memory memory = take();
        if (memory == null) {
            waiting.add(reader);
        } else {
            leave(reader);
        }
        return memory;
    }

    /** The same for who does not wait. */
    public @Nullable Memory take() {
        Memory memory = spare.pollLast();
        if (memory == null) {
            if (made >= most) {
                return null;
            }
            try {
                memory = maker.apply(this, size);
            } catch (OutOfMemoryError scarce) {
                // Asking again would stop the loop each time while the JVM looks for some
                most = Math.max(1, made);
                return null;
            }
            made++;
        }
        fewestSpare = Math.min(fewestSpare, spare.size());
        memory.lease();
        return memory;
    }

    /** Asks no more: who reads nothing from now on must not keep its place, or others are ended to serve it. */
    public void leave(Ready reader) {
        // The first look at an object's hash is dear, and hardly ever does somebody wait
        if (!waiting.isEmpty()) {
            waiting.remove(reader);
        }
    }

    /** Whether somebody waits and could be served now. */
    public boolean canServe() {
        return !waiting.isEmpty() && available() > 0;
    }

    /**
     * Tells as many waiting readers as there are buffers; called once a turn, so that a reader that turns out not to need one costs the next no more than a turn.
     *
     * @param faults told of what a reader throws
     */
    public void serve(Consumer<Throwable> faults) {
        for (int i = Math.min(available(), waiting.size()); i > 0 && !waiting.isEmpty(); i--) {
            try {
                waiting.removeFirst().ready(Ready.SERVED);
            } catch (Throwable fault) {
                faults.accept(fault);
            }
        }
    }

    /** Whether somebody waits and nothing is left. */
    public boolean isExhausted() {
        return !waiting.isEmpty() && available() <= 0;
    }

    private int available() {
        return spare.size() + most - made;
    }

    /** Gives spare buffers back to the system that nobody needed since the last call. */
    public void trim() {
        int idle = Math.min(fewestSpare, spare.size());
        for (int i = 0; i < idle; i++) {
            spare.pollFirst().free();
            made--;
        }
        fewestSpare = spare.size();
    }

    /** Buffers leased at the moment. */
    public int leased() {
        return made - spare.size();
    }

    /** Buffers that exist, leased or spare. */
    public int made() {
        return made;
    }

    /** Readers waiting for a buffer. */
    public int waiting() {
        return waiting.size();
    }

    /** Bytes a buffer holds. */
    public int size() {
        return size;
    }

    /** Frees what is spare; leased buffers stay. Called on the loop's thread when it ends. */
    public void close() {
        for (Memory memory : spare) {
            memory.free();
        }
        made -= spare.size();
        spare.clear();
    }

    void giveBack(Memory memory) {
        spare.addLast(memory);
    }
}
