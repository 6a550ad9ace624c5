package io.weir.probe;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Named in {@link HandTime#config} as the executor of dispatchers, of which it is known when they have nothing to do. */
public final class HandExecutor extends ExecutorServiceConfigurator {
    private static final int THREADS = 4;

    private final Workload workload;

    /** Called by Pekko. */
    public HandExecutor(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        workload = ((HandScheduler) prerequisites.scheduler()).workload();
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new Counted(Executors.newFixedThreadPool(THREADS, threadFactory), workload);
    }

    /** Counts what it is given until that is done. */
    private static final class Counted extends AbstractExecutorService {
        private final ExecutorService threads;
        private final Workload workload;

        Counted(ExecutorService threads, Workload workload) {
            this.threads = threads;
            this.workload = workload;
        }

        @Override
        public void execute(Runnable task) {
            workload.more();
            try {
                threads.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        workload.less();
                    }
                });
            } catch (RejectedExecutionException over) {
                workload.less();
                throw over;
            }
        }

        @Override
        public void shutdown() {
            threads.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return threads.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return threads.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return threads.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return threads.awaitTermination(timeout, unit);
        }
    }
}
