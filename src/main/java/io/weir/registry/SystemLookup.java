package io.weir.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks names up as the system does ({@code nsswitch.conf}, {@code /etc/hosts}, name servers). On a few platform threads of
 * its own: the system's call blocks its thread for as long as a dead name server lets it, and on a virtual thread it would
 * keep one of the few carriers from everybody else. Answers may be older by the JDK's own cache, the security property
 * {@code networkaddress.cache.ttl}. Any thread may call it.
 */
public final class SystemLookup implements Lookup, AutoCloseable {
    /** Look-ups at a time; the others wait. */
    static final int THREADS = 4;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("weir-names-", 0).factory());

    /** Starts without a thread. */
    public SystemLookup() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<List<InetAddress>> find(String host) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return List.of(InetAddress.getAllByName(host));
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /** Looks up nothing more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
