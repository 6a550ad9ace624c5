package io.weir.kit;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Runs code on a stack that is short, so that what recurses as deep as its input says overflows each time and not by chance. */
public final class ShortStack {
    private static final long BYTES = 192 * 1024;

    private ShortStack() {}

    /**
     * What the code returns.
     *
     * @param code what to run, on a thread of its own
     * @return its result
     * @throws Exception what it threw, an overflow too
     */
    public static <T> T call(Callable<T> code) throws Exception {
        FutureTask<T> task = new FutureTask<>(code);
        new Thread(null, task, "short-stack", BYTES).start();
        return task.get();
    }
}
