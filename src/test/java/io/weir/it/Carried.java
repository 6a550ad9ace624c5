package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a load has brought through each node since this was made: the time of a fault, from before it to after it. */
final class Carried {
    private final StormLoad load;
    private final Map<InetSocketAddress, Long> before;
    private final long start = System.nanoTime();

    Carried(StormLoad load) {
        this.load = load;
        this.before = load.carried();
    }

    /** So many connections a second were answered in full through each node, from the start to now. */
    void assertEach(String what, int perSecond) {
        load.awaitPace();
        Patience.until(what)
                .untilAsserted(() -> assertThat(rates())
                        .isNotEmpty()
                        .allSatisfy((node, rate) -> assertThat(rate)
                                .as("connections a second through %s", node)
                                .isGreaterThanOrEqualTo(Patience.rate(perSecond))));
        System.out.println(what + ": connections a second through each node " + rates());
    }

    /** So many a second were answered in full through whichever node. */
    void assertTogether(String what, int perSecond) {
        load.awaitPace();
        Patience.until(what)
                .untilAsserted(() -> assertThat(together()).isGreaterThanOrEqualTo(Patience.rate(perSecond)));
        System.out.printf(Locale.ROOT, "%s: connections a second through all nodes %.1f%n", what, together());
    }

    private double together() {
        return rates().values().stream().mapToDouble(each -> each).sum();
    }

    /** A small machine that others want as well falls behind for a second: what is late then is carried all the same. */
    private Map<String, Double> rates() {
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> rates = new TreeMap<>();
        load.carried()
                .forEach(
                        (node, count) -> rates.put(node.toString(), (count - before.getOrDefault(node, 0L)) / seconds));
        return rates;
    }
}
