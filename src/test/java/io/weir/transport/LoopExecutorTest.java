package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.TcpOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The loop goes on: after Pekko has shut a dispatcher's executor down, as it does whenever that has had nothing to do for
 * a while, and beside tasks that never end.
 */
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
                .get(30, TimeUnit.SECONDS);
    }

    /** What is taken where they do not work is in {@code StartIT}. */
    @Test
    void systemCallsAreTakenWhereTheyWork() {
        assertThat(test.loops.kind()).isEqualTo("native");
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
        test.system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(runsOnTheLoop(test.loops.loop(0))).isTrue();
    }

    /** A turn runs the tasks present at its start and no others. */
    @Test
    void aTaskThatComesBackForEverKeepsNeitherTimersNorSocketsWaiting() throws Exception {
        EventLoop loop = test.loops.loop(0);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<ListenSocket> listening = new CompletableFuture<>();
        CompletableFuture<Integer> client = new CompletableFuture<>();
        CompletableFuture<Long> fired = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                listening.complete(listen(loop, client));
                loop.wheel().schedule(timer(fired::complete), loop.now() + 2 * TimerWheel.TICK_NANOS);
                comeBack(loop, enough);
            });
            try (Socket socket = new Socket()) {
                socket.connect(listening.get(30, TimeUnit.SECONDS).address());
                assertThat(client.get(30, TimeUnit.SECONDS) & Ready.READABLE).isNotZero();
                fired.get(30, TimeUnit.SECONDS);
            }
        } finally {
            enough.set(true);
            loop.execute(listening.join()::close);
        }
    }

    private static void comeBack(EventLoop loop, AtomicBoolean enough) {
        if (!enough.get()) {
            loop.execute(() -> comeBack(loop, enough));
        }
    }

    private static ListenSocket listen(EventLoop loop, CompletableFuture<Integer> client) {
        try {
            return loop.poller()
                    .listen(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            false,
                            false,
                            16,
                            new TcpOptions(true),
                            client::complete);
        } catch (NetException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Of many long tasks it runs no more than about a millisecond's, then looks after the others. */
    @Test
    void aHundredLongTasksKeepNoTimerWaitingForTheLastOfThem() throws Exception {
        EventLoop loop = test.loops.loop(0);
        CompletableFuture<Integer> ranBefore = new CompletableFuture<>();
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            for (int i = 0; i < 100; i++) {
                loop.execute(() -> {
                    spin(1_200_000);
                    ran.incrementAndGet();
                });
            }
            loop.wheel().schedule(timer(now -> ranBefore.complete(ran.get())), loop.now());
        });
        assertThat(ranBefore.get(30, TimeUnit.SECONDS)).isLessThan(50);
        await().until(() -> ran.get() == 100);
    }

    private static void spin(long nanos) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < nanos) {
            Thread.onSpinWait();
        }
    }

    private static Timer timer(LongConsumer action) {
        return new Timer() {
            @Override
            protected void fire(long now) {
                action.accept(now);
            }
        };
    }
}
