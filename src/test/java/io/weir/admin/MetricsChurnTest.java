package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.observe.BackendMeter;
import io.weir.observe.ListenerMeter;
import io.weir.routing.BackendInput;
import io.weir.routing.Tables;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Backends, pools and listeners that come and go at run time leave no series and no meter behind. */
class MetricsChurnTest {
    private static final int BACKENDS = 10_000;
    private static final int AT_A_TIME = 500;
    private static final Pattern METERS = Pattern.compile("io\\.weir\\.observe\\.(Backend|Probe)Meter\\b");

    private final Node node = new Node();

    private String page() {
        return new String(MetricsPage.render(node.sources(), false), StandardCharsets.UTF_8);
    }

    private void publish(int from, int count) {
        BackendInput[] backends = IntStream.range(from, from + count)
                .mapToObj(i -> Tables.up("b" + i))
                .toArray(BackendInput[]::new);
        node.publish(backends);
        node.meters.loop(0).sweep();
        node.meters.loop(1).sweep();
    }

    private void use(String id) {
        node.meters.healthChecked(Tables.POOL, id, true);
        node.meters.healthFlipped(Tables.POOL, id, Health.UP);
        for (int loop = 0; loop < 2; loop++) {
            ListenerMeter listener = node.meters.loop(loop).listener("web");
            listener.opened();
            node.meters.loop(loop).backend(Tables.POOL, id).dialFailed(DialFailure.REFUSED);
            BackendMeter backend = node.meters.loop(loop).backend(Tables.POOL, id);
            backend.opened();
            backend.closed();
            listener.closed(Tables.POOL, CloseReason.CLIENT_CLOSED, 1);
        }
    }

    @Test
    void tenThousandBackendsComeAndGoAndThePageIsAsLongAsBefore() throws Exception {
        publish(0, 3);
        use("b0");
        Set<String> before = series(page());
        long meters = meters();
        int most = 0;
        for (int from = 3; from < BACKENDS; from += AT_A_TIME) {
            publish(from, AT_A_TIME);
            for (int i = from; i < from + AT_A_TIME; i++) {
                use("b" + i);
            }
            most = Math.max(most, page().length());
        }
        assertThat(meters()).as("while many are there").isGreaterThan(meters + 3L * AT_A_TIME - 100);
        publish(0, 3);
        use("b0");
        assertThat(series(page())).isEqualTo(before);
        assertThat(most).isGreaterThan(10 * page().length());
        assertThat(meters()).as("meters on the heap").isLessThanOrEqualTo(meters);
    }

    @Test
    void allTenThousandAtOnceMakeAPageThatIsBoundedByThem() {
        publish(0, BACKENDS);
        long start = System.nanoTime();
        int length = page().length();
        System.out.printf(
                "a page of %d backends: %d bytes, %d ms%n", BACKENDS, length, (System.nanoTime() - start) / 1_000_000);
        assertThat(length).isBetween(100 * BACKENDS, 2_000 * BACKENDS);
    }

    private static Set<String> series(String page) {
        Set<String> all = new HashSet<>();
        page.lines()
                .filter(line -> line.startsWith("weir_"))
                .forEach(line -> all.add(line.substring(0, line.lastIndexOf(' '))));
        return all;
    }

    /** Meters that are reachable, of all who count. */
    private static long meters() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> METERS.matcher(line).find())
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
                .sum();
    }
}
