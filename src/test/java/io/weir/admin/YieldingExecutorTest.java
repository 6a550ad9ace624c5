package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.GiveWay;
import io.weir.observe.NanoClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class YieldingExecutorTest {
    @Test
    void oneThreadGivesWayAfterEachTask() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        ExecutorService one = YieldingExecutor.service(
                ForkJoinPool.defaultForkJoinWorkerThreadFactory,
                new GiveWay(NanoClock.system(), () -> order.add("others")));
        for (String task : List.of("a", "b", "c")) {
            one.execute(() -> order.add(task));
        }
        one.shutdown();
        assertThat(one.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("a", "others", "b", "others", "c", "others");
    }
}
