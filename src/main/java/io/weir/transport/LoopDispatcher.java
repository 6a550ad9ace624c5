package io.weir.transport;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Named in HOCON as the executor of a loop's dispatcher; finds the loop in the actor system's set-up. */
public final class LoopDispatcher extends ExecutorServiceConfigurator {
    private final EventLoop loop;

    /** Called by Pekko. */
    public LoopDispatcher(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        EventLoops loops = prerequisites
                .settings()
                .setup()
                .get(EventLoops.class)
                .orElseThrow(() -> new IllegalStateException("this actor system was set up without event loops"));
        this.loop = loops.loop(config.getInt("loop"));
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new LoopExecutor(loop);
    }
}
