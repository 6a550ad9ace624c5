package io.weir.admin;

import com.typesafe.config.Config;
import io.weir.admin.api.GiveWay;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.MonitorableThreadFactory;

/**
 * Named in HOCON as the executor of what answers the admin port: one thread, which between its tasks lets others that wait
 * for its processor run first. A pool that forks and joins, since some of Pekko's own starts block on one another: only
 * such a pool lends a thread meanwhile. Two that run then may both give way, or neither once: no more hangs on it.
 */
public final class YieldingExecutor extends ExecutorServiceConfigurator {
    /** Called by Pekko. */
    public YieldingExecutor(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        MonitorableThreadFactory threads = (MonitorableThreadFactory) threadFactory;
        return () -> service(threads.withName(threads.name() + "-" + id), new GiveWay());
    }

    static ExecutorService service(ForkJoinPool.ForkJoinWorkerThreadFactory threads, GiveWay others) {
        return new ForkJoinPool(1, threads, null, true) {
            @Override
            public void execute(Runnable task) {
                super.execute(() -> {
                    task.run();
                    others.between();
                });
            }
        };
    }
}
