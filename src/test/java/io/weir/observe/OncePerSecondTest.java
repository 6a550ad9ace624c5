package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OncePerSecondTest {
    private final TestClock clock = new TestClock(Long.MAX_VALUE - 500);

    @Test
    void saysTheFirstAtOnceAndThenOneASecondWithTheNumberKeptBack() {
        List<String> said = new ArrayList<>();
        OncePerSecond once = new OncePerSecond(said::add, clock);
        once.say(() -> "a");
        once.say(() -> {
            throw new AssertionError("made although it is not said");
        });
        clock.now += 999_999_999L;
        once.say(() -> "c");
        assertThat(said).containsExactly("a");
        clock.now += 1;
        once.say(() -> "d");
        assertThat(said).containsExactly("a", "d (and 2 times more since this was last said)");
        clock.now += 1_000_000_000L;
        once.say(() -> "e");
        assertThat(said).endsWith("e");
    }

    @Test
    void ofManyThreadsOneSaysIt() {
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        OncePerSecond once = new OncePerSecond(said::add, clock);
        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> once.say(() -> "x")))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(said).containsExactly("x");
    }
}
