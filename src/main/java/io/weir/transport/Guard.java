package io.weir.transport;

/**
 * Told of every fault of Weir's own that was caught at the edge of a handler or callback: once a fault. Callable
 * from any thread; must not throw.
 */
@FunctionalInterface
public interface Guard {
    /**
     * Says and counts a fault.
     *
     * @param where what was running, in words, with a connection's id where there is one
     * @param fault what was thrown, including errors such as {@link LinkageError} and {@link StackOverflowError}
     */
    void caught(String where, Throwable fault);
}
