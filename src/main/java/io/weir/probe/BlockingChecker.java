package io.weir.probe;

import io.weir.model.LocalError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Makes checks with blocking sockets, each on a virtual thread of its own. One platform thread closes the sockets of checks
 * that reach their deadline, whatever they are doing then; a time-out on each read alone would let a backend that sends a
 * byte now and then hold a check for ever. Any thread may call it.
 */
public final class BlockingChecker implements Checker, AutoCloseable {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("weir-check-", 0).factory());
    private final ScheduledThreadPoolExecutor deadlines;
    private final TlsContexts tls = new TlsContexts();

    /** Starts without any check under way. */
    public BlockingChecker() {
        deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("weir-check-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public CompletionStage<ProbeResult> check(CheckSpec spec) {
        return CompletableFuture.supplyAsync(() -> guarded(spec), threads);
    }

    private ProbeResult guarded(CheckSpec spec) {
        try {
            return new SocketCheck(spec, deadlines, tls).run();
        } catch (RuntimeException | Error fault) {
            return new ProbeResult.NotMade(LocalError.OTHER, "a fault of Weir's own: " + fault);
        }
    }

    /** Makes no further check; those under way end within their deadlines. */
    @Override
    public void close() {
        threads.shutdown();
        deadlines.shutdown();
    }
}
