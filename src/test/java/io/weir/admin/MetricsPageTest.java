package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.weir.admin.api.GiveWay;
import io.weir.kit.MetricsScrape;
import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.observe.BackendMeter;
import io.weir.observe.Inventory;
import io.weir.observe.ListenerMeter;
import io.weir.observe.SteppingClock;
import io.weir.routing.Tables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {
    private final Node node = new Node();

    private Scrape scrape(boolean open) {
        return Scrape.parse(text(open), open);
    }

    private String text(boolean open) {
        return new String(MetricsPage.render(node.sources(), open), StandardCharsets.UTF_8);
    }

    private void traffic() {
        node.publish(Tables.up("b1", 7, 10, false), Node.with(Tables.up("b2"), Health.DOWN));
        for (int loop = 0; loop < 2; loop++) {
            ListenerMeter listener = node.meters.loop(loop).listener("web");
            BackendMeter b1 = node.meters.loop(loop).backend(Tables.POOL, "b1");
            listener.opened();
            listener.opened();
            b1.opened();
            listener.received(3);
            listener.sent(5);
            b1.sent(3);
            b1.received(5);
            b1.dialFailed(DialFailure.TIMEOUT);
            node.meters.loop(loop).pool(Tables.POOL).retried();
            node.meters.loop(loop).pool(Tables.POOL).connectTook(200_000);
            listener.refused(CloseReason.NO_BACKEND);
            listener.closed(Tables.POOL, CloseReason.NO_BACKEND, 3_000_000_000L);
        }
        node.meters.healthChecked(Tables.POOL, "b1", true);
        node.meters.healthFlipped(Tables.POOL, "b2", Health.DOWN);
        node.meters.accessLogDropped(4);
        node.meters.fault();
        node.meters.clockSkew("node-2", -2.5);
        node.meters.heardOf("node-2", node.now - 2_500_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachMetricIsNamedOnAPageOfANodeThatHasDoneNothing(boolean open) {
        assertThat(scrape(open).types).hasSize(Metric.values().length);
        assertThat(text(open))
                .contains("# TYPE weir_backend_connect_failures")
                .contains("# TYPE weir_registry_staleness_seconds gauge");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everySampleIsThereWithItsValue(boolean open) {
        traffic();
        Scrape page = scrape(open);
        Map.ofEntries(
                        Map.entry("weir_listener_connections_total{listener=\"web\"}", 4.0),
                        Map.entry("weir_listener_connections{listener=\"web\"}", 2.0),
                        Map.entry("weir_listener_refused_total{listener=\"web\",reason=\"no-backend\"}", 2.0),
                        Map.entry("weir_listener_refused_total{listener=\"web\",reason=\"idle\"}", 0.0),
                        Map.entry(
                                "weir_connections_closed_total{listener=\"web\",pool=\"web\",reason=\"no-backend\"}",
                                2.0),
                        Map.entry("weir_bytes_total{direction=\"in\",listener=\"web\"}", 6.0),
                        Map.entry("weir_bytes_total{direction=\"out\",listener=\"web\"}", 10.0),
                        Map.entry("weir_backend_connections_total{backend=\"b1\",pool=\"web\"}", 2.0),
                        Map.entry("weir_backend_connections{backend=\"b1\",pool=\"web\"}", 2.0),
                        Map.entry("weir_backend_bytes_total{backend=\"b1\",direction=\"in\",pool=\"web\"}", 6.0),
                        Map.entry("weir_backend_bytes_total{backend=\"b1\",direction=\"out\",pool=\"web\"}", 10.0),
                        Map.entry(
                                "weir_backend_connect_failures_total{backend=\"b1\",pool=\"web\",reason=\"timeout\"}",
                                2.0),
                        Map.entry("weir_dial_local_errors_total{reason=\"no-ports\"}", 0.0),
                        Map.entry("weir_backend_retries_total{pool=\"web\"}", 2.0),
                        Map.entry("weir_health_checks_total{backend=\"b1\",pool=\"web\",result=\"pass\"}", 1.0),
                        Map.entry("weir_health_checks_total{backend=\"b1\",pool=\"web\",result=\"fail\"}", 0.0),
                        Map.entry("weir_health_flips_total{backend=\"b2\",pool=\"web\",to=\"down\"}", 1.0),
                        Map.entry("weir_access_log_dropped_total", 4.0),
                        Map.entry("weir_faults_total", 1.0),
                        Map.entry("weir_backend_up{backend=\"b1\",pool=\"web\"}", 1.0),
                        Map.entry("weir_backend_up{backend=\"b2\",pool=\"web\"}", 0.0),
                        Map.entry("weir_backend_ejected{backend=\"b1\",pool=\"web\"}", 0.0),
                        Map.entry("weir_backend_state{backend=\"b1\",pool=\"web\",state=\"ready\"}", 1.0),
                        Map.entry("weir_backend_state{backend=\"b1\",pool=\"web\",state=\"draining\"}", 0.0),
                        Map.entry("weir_backend_weight{backend=\"b1\",pool=\"web\"}", 7.0),
                        Map.entry("weir_ready", 1.0),
                        Map.entry("weir_config_last_reload_success", 1.0),
                        Map.entry("weir_config_last_reload_timestamp_seconds", 1_795_349_696.789),
                        Map.entry("weir_event_loop_lag_seconds{loop=\"0\"}", 0.0015),
                        Map.entry("weir_event_loop_second_lag_seconds_bucket{le=\"0.001\",loop=\"0\"}", 0.0),
                        Map.entry("weir_event_loop_second_lag_seconds_bucket{le=\"0.0025\",loop=\"0\"}", 1.0),
                        Map.entry("weir_event_loop_second_lag_seconds_bucket{le=\"+Inf\",loop=\"0\"}", 2.0),
                        Map.entry("weir_event_loop_second_lag_seconds_bucket{le=\"+Inf\",loop=\"1\"}", 0.0),
                        Map.entry("weir_event_loop_second_lag_seconds_sum{loop=\"0\"}", 0.7015),
                        Map.entry("weir_event_loop_buffer_waiters{loop=\"0\"}", 5.0),
                        Map.entry("weir_event_loop_buffer_waiters{loop=\"1\"}", 0.0),
                        Map.entry("weir_event_loop_buffers{loop=\"0\",state=\"leased\"}", 3.0),
                        Map.entry("weir_cluster_clock_skew_seconds{node=\"node-2\"}", -2.5),
                        Map.entry("weir_registry_staleness_seconds{node=\"node-2\"}", 2.5),
                        Map.entry("weir_config_divergent{pool=\"web\"}", 0.0),
                        Map.entry("weir_event_loop_buffers{loop=\"0\",state=\"spare\"}", 4.0),
                        Map.entry("weir_event_loop_pipes{loop=\"0\",state=\"leased\"}", 1.0),
                        Map.entry("weir_event_loop_pipes{loop=\"0\",state=\"spare\"}", 2.0),
                        Map.entry("weir_build_info{version=\"1.2.3\"}", 1.0),
                        Map.entry("weir_backend_connect_seconds_bucket{le=\"0.0001\",pool=\"web\"}", 0.0),
                        Map.entry("weir_backend_connect_seconds_bucket{le=\"0.00025\",pool=\"web\"}", 2.0),
                        Map.entry("weir_backend_connect_seconds_sum{pool=\"web\"}", 0.0004),
                        Map.entry("weir_connection_duration_seconds_bucket{le=\"1.0\",listener=\"web\"}", 0.0),
                        Map.entry("weir_connection_duration_seconds_bucket{le=\"+Inf\",listener=\"web\"}", 2.0))
                .forEach((series, value) ->
                        assertThat(page.value(series)).as(series).isEqualTo(value));
    }

    @Test
    void aPoolDivergesAsLongAsAnotherNodesFileSaysSomethingElseOfIt() {
        node.meters.configured(new Inventory(Map.of("web", "web"), Map.of("web", Set.of(), "db", Set.of())));
        node.seesDivergent("db", "of-another-file");
        Scrape page = scrape(false);
        assertThat(page.value("weir_config_divergent{pool=\"db\"}")).isEqualTo(1);
        assertThat(page.value("weir_config_divergent{pool=\"web\"}")).isZero();
        assertThat(text(false)).doesNotContain("of-another-file");
        node.seesDivergent();
        assertThat(scrape(false).value("weir_config_divergent{pool=\"db\"}")).isZero();
    }

    /** Whoever is heard again is not stale, and who has left the cluster has no age. */
    @Test
    void aNodesReportsAgeUntilTheNextOne() {
        long start = node.now;
        node.meters.heardOf("node-2", start);
        String series = "weir_registry_staleness_seconds{node=\"node-2\"}";
        assertThat(scrape(false).value(series)).isZero();
        node.now = start + 7_250_000_000L;
        assertThat(scrape(false).value(series)).isEqualTo(7.25);
        node.meters.heardOf("node-2", node.now - 250_000_000L);
        assertThat(scrape(false).value(series)).isEqualTo(0.25);
        node.meters.nodes(List.of("n1"));
        assertThat(text(false)).doesNotContain("node-2");
    }

    @Test
    void theOtherReaderOfTheKitAgrees() {
        traffic();
        MetricsScrape page = MetricsScrape.parse(text(false));
        assertThat(page.sum("weir_connections_closed_total")).isEqualTo(2);
        assertThat(page.type("weir_connection_duration_seconds")).isEqualTo("histogram");
    }

    @Test
    void everyMetricOfTheCatalogueIsWrittenAndTyped() {
        traffic();
        Scrape page = scrape(false);
        for (Metric metric : Metric.values()) {
            assertThat(page.types).containsEntry(metric.sample(), metric.kind().word());
        }
        assertThat(page.types).hasSize(Metric.values().length);
    }

    /** At each series, and besides after all meters are summed up and before the page is put together. */
    @Test
    void othersComeFirstBetweenThePiecesOfAPage() {
        traffic();
        AtomicInteger given = new AtomicInteger();
        byte[] page = MetricsPage.render(
                node.sources(), false, new GiveWay(new SteppingClock(100_000), given::incrementAndGet));
        long series = new String(page, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
        assertThat(given).hasValue((int) series + 2);
    }

    @Test
    void theProcessTellsPlausibleThings() {
        Scrape page = scrape(false);
        assertThat(page.value("process_open_fds")).isBetween(5.0, page.value("process_max_fds"));
        assertThat(page.value("process_resident_memory_bytes"))
                .isBetween(2e7, page.value("process_virtual_memory_bytes"));
        assertThat(page.value("process_cpu_seconds_total")).isPositive();
        assertThat(page.value("process_start_time_seconds")).isBetween(1.7e9, System.currentTimeMillis() / 1e3);
        assertThat(page.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        assertThat(page.value("jvm_threads_current")).isPositive();
    }

    @Test
    void descriptorsAreCountedWithoutLookingAtEach() throws IOException {
        UnixOperatingSystemMXBean unix = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<ServerSocket> open = new ArrayList<>();
        long before = ProcessMetrics.openDescriptors(unix);
        for (int i = 0; i < 100; i++) {
            open.add(new ServerSocket(0));
        }
        // Others of this JVM may open and close some meanwhile
        assertThat(ProcessMetrics.openDescriptors(unix)).isBetween(before + 80, before + 120);
        assertThat(ProcessMetrics.openDescriptors(unix))
                .isCloseTo(unix.getOpenFileDescriptorCount(), Offset.offset(20L));
        for (ServerSocket socket : open) {
            socket.close();
        }
    }

    @Test
    void labelsAreEscaped() {
        node.meters.configured(new Inventory(Map.of("a\"b\\c\nd", "p"), Map.of("p", Set.of())));
        assertThat(text(false)).contains("weir_listener_connections{listener=\"a\\\"b\\\\c\\nd\"} 0\n");
        scrape(false);
    }

    @Test
    void openMetricsNamesUnitsAndAvoidsTheClashOfAGaugeAndACounter() {
        traffic();
        Scrape page = scrape(true);
        assertThat(page.types)
                .containsEntry("weir_listener_connections", "gauge")
                .containsEntry("weir_listener_connections_total", "unknown")
                .containsEntry("weir_backend_bytes", "counter");
        assertThat(text(true)).contains("# UNIT weir_backend_bytes bytes\n");
    }

    @Test
    void theStrictParserIsStrict() {
        String head = "# HELP a_total Some help.\n# TYPE a_total counter\n";
        Scrape.parse(head + "a_total{x=\"1\"} 2\n", false);
        for (String bad : Arrays.asList(
                head + "a_total 2",
                head + "a_total 2\na_total 3\n",
                head + "a_total -2\n",
                head + "a_total{x=\"1\"x=\"2\"} 2\n",
                head + "a_total{x=\"\"\"} 2\n",
                head + "b_total 2\n",
                head + "a_total 2\n" + head + "a_total{x=\"1\"} 2\n",
                "a_total 2\n",
                "# HELP h Some help.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 2\nh_count 3\nh_sum 1.0\n",
                head + "a_total 1e5\n")) {
            assertThatThrownBy(() -> Scrape.parse(bad, false)).as(bad).isInstanceOf(AssertionError.class);
        }
    }
}
