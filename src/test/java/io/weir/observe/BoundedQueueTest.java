package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedQueueTest {
    @RepeatedTest(20)
    void behavesAsAPlainQueueWithABound(RepetitionInfo run) {
        long seed = run.getCurrentRepetition();
        Random random = new Random(seed);
        int capacity = 1 + random.nextInt(20);
        BoundedQueue<Integer> queue = new BoundedQueue<>(capacity);
        ArrayDeque<Integer> model = new ArrayDeque<>();
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(100) < 55) {
                boolean room = model.size() < capacity;
                assertThat(queue.offer(i)).as("seed %d, step %d", seed, i).isEqualTo(room);
                if (room) {
                    model.add(i);
                }
            } else {
                assertThat(queue.poll()).as("seed %d, step %d", seed, i).isEqualTo(model.poll());
            }
            assertThat(queue.size()).as("seed %d, step %d", seed, i).isEqualTo(model.size());
            assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 1000})
    void manyGiversLoseNothingAndKeepTheirOrder(int capacity) {
        int givers = 4;
        long each = 50_000;
        BoundedQueue<long[]> queue = new BoundedQueue<>(capacity);
        AtomicLong refused = new AtomicLong();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int g = 0; g < givers; g++) {
            int giver = g;
            all.add(CompletableFuture.runAsync(() -> {
                for (long i = 0; i < each; i++) {
                    if (!queue.offer(new long[] {giver, i})) {
                        refused.incrementAndGet();
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        CompletableFuture<Void> done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        long[] last = {-1, -1, -1, -1};
        long taken = 0;
        while (true) {
            boolean ended = done.isDone();
            long[] element = queue.poll();
            if (element != null) {
                assertThat(element[1]).isGreaterThan(last[(int) element[0]]);
                last[(int) element[0]] = element[1];
                taken++;
            } else if (ended) {
                break;
            }
            assertThat(queue.size()).isLessThanOrEqualTo(capacity);
        }
        assertThat(taken + refused.get()).isEqualTo(givers * each);
        assertThat(taken).isPositive();
    }

    @Test
    void noRoomAtAllIsAnError() {
        assertThatThrownBy(() -> new BoundedQueue<String>(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
