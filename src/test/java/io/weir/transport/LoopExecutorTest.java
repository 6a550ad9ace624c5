package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pekko shuts a dispatcher's executor down whenever it has had nothing to do for a while; the loop goes on. */
@Timeout(60)
class LoopExecutorTest {
    /** A dispatcher's executor is shut down one to three of its time-outs, of a second, after its last task. */
    private static final long IDLE_NANOS = Duration.ofMillis(3500).toNanos();

    private TestLoops test;

    @BeforeEach
    void start() throws Exception {
        test = new TestLoops(TestLoops.settings(1, LoopSettings.Kind.AUTO), (where, fault) -> {});
    }

    @AfterEach
    void stop() throws Exception {
        test.close();
    }

    private boolean runsOnTheLoop(Executor executor) throws Exception {
        return CompletableFuture.supplyAsync(() -> test.loops.loop(0).isCurrent(), executor)
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void goesOnAfterItsShutdown() throws Exception {
        LoopExecutor executor = new LoopExecutor(test.loops.loop(0));
        executor.shutdown();
        assertThat(executor.shutdownNow()).isEmpty();
        assertThat(executor.isShutdown()).isFalse();
        assertThat(runsOnTheLoop(executor)).isTrue();
        assertThat(runsOnTheLoop(new LoopExecutor(test.loops.loop(0)))).isTrue();
    }

    @Test
    void goesOnAfterMoreThanThreeIdleSecondsAndAfterItsSystemHasEnded() throws Exception {
        Executor dispatcher =
                test.system.dispatchers().lookup(test.loops.loop(0).dispatcher());
        assertThat(runsOnTheLoop(dispatcher)).isTrue();
        long idleSince = System.nanoTime();
        await().until(() -> System.nanoTime() - idleSince > IDLE_NANOS);
        assertThat(runsOnTheLoop(dispatcher)).isTrue();
        test.system.terminate();
        test.system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(runsOnTheLoop(test.loops.loop(0))).isTrue();
    }
}
