package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.model.CheckKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backend that answers nothing, and a thread that ends checks at their time-out and does not get to run before the test says so. */
class OversleptCheckTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final String QUESTION = "well?";

    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1);
    private final CountDownLatch awake = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private RudeServer silent;

    @BeforeEach
    void start() throws Exception {
        silent = new RudeServer(client -> {
            client.getInputStream().readNBytes(QUESTION.length());
            asked.countDown();
            client.getInputStream().readAllBytes();
        });
        deadlines.execute(() -> {
            try {
                awake.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        deadlines.shutdownNow();
        silent.close();
    }

    private CompletableFuture<ProbeResult> check() {
        var spec = new CheckSpec(
                silent.address(),
                "127.0.0.1:80",
                "127.0.0.1",
                new CheckKind.SendExpect(QUESTION, Pattern.compile("never"), 10),
                null,
                TIMEOUT);
        return CompletableFuture.supplyAsync(
                () -> new SocketCheck(spec, deadlines, new TlsContexts()).run(),
                task -> Thread.ofVirtual().start(task));
    }

    /** By how many nanoseconds the end of the check is overdue. */
    private long late() {
        return -((Delayed) deadlines.getQueue().element()).getDelay(TimeUnit.NANOSECONDS);
    }

    @Test
    @Tag("contract-5")
    void aCheckThatIsEndedLateSaysThatThisProcessWasLate() {
        CompletableFuture<ProbeResult> check = check();
        Patience.until("the question").until(() -> asked.getCount() == 0);
        Patience.until("its end to be late by another time-out").until(() -> late() > TIMEOUT.toNanos());
        assertThat(check).as("nobody has ended it").isNotDone();
        awake.countDown();
        assertThat(check).succeedsWithin(Patience.seconds(20)).satisfies(result -> {
            assertThat(result).isInstanceOf(ProbeResult.Overslept.class);
            var late = (ProbeResult.Overslept) result;
            assertThat(late.text())
                    .containsPattern("time-out of 100ms ended [0-9]+m?s late")
                    .contains("too busy");
            assertThat(late.otherwise().code()).isEqualTo(CheckCode.L7TOUT);
            assertThat(late.otherwise().text()).isEqualTo("no good answer within 100ms");
        });
    }
}
