package io.weir.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One connection's place on a backend, counted from the pick, before the dial, until it is closed. It counts on the
 * backend and on the pool. Close it exactly once, from any thread.
 */
public final class Lease implements AutoCloseable {
    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(Lease.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Backend backend;
    private final PoolMemory pool;

    @SuppressWarnings("unused") // written through the handle
    private volatile boolean closed;

    Lease(Backend backend, PoolMemory pool) {
        this.backend = backend;
        this.pool = pool;
    }

    /** Where the connection goes. */
    public Backend backend() {
        return backend;
    }

    /** Gives the place back; a second time throws {@link IllegalStateException} and changes nothing. */
    @Override
    public void close() {
        if (!CLOSED.compareAndSet(this, false, true)) {
            throw new IllegalStateException("lease on " + backend + " was closed before");
        }
        backend.release();
        pool.leave();
    }
}
