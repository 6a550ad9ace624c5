package io.weir.admin;

import com.typesafe.config.Config;
import io.weir.admin.api.GiveWay;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.jspecify.annotations.Nullable;

/**
 * Named in HOCON as the executor of what answers the admin port: one thread, which after each task lets others that wait
 * for its processor run first. Its queue holds each actor at most once.
 */
public final class YieldingExecutor extends ExecutorServiceConfigurator {
    /** Called by Pekko. */
    public YieldingExecutor(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> service(threadFactory, new GiveWay());
    }

    static ExecutorService service(ThreadFactory threads, GiveWay others) {
        return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads) {
            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                others.after();
            }
        };
    }
}
