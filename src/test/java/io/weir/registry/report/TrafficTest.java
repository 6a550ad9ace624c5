package io.weir.registry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Health;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.ReportPart;
import io.weir.registry.report.Line.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * How many bytes a node's reports are: counted, not timed, so the same everywhere. The figures are committed as {@code
 * sim/traffic.txt} ({@code -Dsim.update=true} writes it anew).
 */
class TrafficTest {
    private static final Path REPORT = Path.of("src/test/resources/sim/traffic.txt");
    private static final int OWNERS = 3;
    private static final long SECONDS = 20;
    private static final long SECOND = 1_000_000_000L;
    private static final long CHECK = 2 * SECOND;

    /**
     * What came of one case, after the first exchange.
     *
     * @param reports so many a second, to each of the others
     * @param bytes so many a second, to all others together
     * @param largest bytes of the largest part
     */
    private record Traffic(double reports, double bytes, int largest) {}

    @Test
    void reportsAreSmallAndGrowAsTheyShould() throws IOException {
        List<String> report = new ArrayList<>(List.of(
                "What one node's reports take on the wire, to all other nodes together, once they know each other. Each backend is checked by",
                "three nodes every two seconds. quiet: no count changes; busy: every count changes all the time. Without what Pekko adds to a message.",
                "",
                "nodes  backends         reports/s     bytes/s  largest part"));
        for (int nodes : new int[] {3, 10, 50}) {
            for (int backends : new int[] {10, 100, 1000, 10_000}) {
                for (boolean busy : new boolean[] {false, true}) {
                    Traffic traffic = measure(nodes, backends, busy);
                    report.add(String.format(
                            Locale.ROOT,
                            "%5d  %8d  %-5s  %10.1f  %10.0f  %12d",
                            nodes,
                            backends,
                            busy ? "busy" : "quiet",
                            traffic.reports,
                            traffic.bytes,
                            traffic.largest));
                    assertThat(traffic.largest).isLessThan(PeerCodec.MOST_BYTES);
                }
            }
        }
        assertThat(measure(50, 10_000, false).bytes).as("fifty nodes at rest").isLessThan(600_000);
        String text = String.join("\n", report) + "\n";
        if (Boolean.getBoolean("sim.update")) {
            Files.writeString(REPORT, text);
        }
        assertThat(text)
                .as("run again with -Dsim.update=true if this is what you meant")
                .isEqualTo(Files.readString(REPORT));
    }

    private static Traffic measure(int nodes, int backends, boolean busy) {
        SplittableRandom random = new SplittableRandom(1);
        ReportWriter writer = new ReportWriter();
        Map<Subject, Line> state = new HashMap<>();
        long step = ReportWriter.interval(nodes);
        long reports = 0;
        long bytes = 0;
        int largest = 0;
        for (long now = 0; now < (SECONDS + 1) * SECOND; now += step) {
            for (int i = 0; i < backends; i++) {
                state.put(
                        Worlds.backend(i),
                        new Line(
                                busy ? random.nextInt(200) : 7, 0, 0, false, owned(i, nodes) ? vote(i, now) : null, 0));
            }
            for (ReportPart part : writer.write(state, now)) {
                int size = PeerCodec.bytes(part).length;
                if (now >= SECOND) {
                    reports++;
                    bytes += size;
                    largest = Math.max(largest, size);
                }
            }
        }
        return new Traffic(reports / (double) SECONDS, bytes / (double) SECONDS * (nodes - 1), largest);
    }

    /** Of all nodes three check each backend. */
    private static boolean owned(int backend, int nodes) {
        return backend % nodes < OWNERS;
    }

    /** The vote of the last check, of which there is one every two seconds, not of all backends at once. */
    private static Said vote(int backend, long now) {
        long offset = backend * 37_000_003L % CHECK;
        long last = (now + CHECK - offset) / CHECK * CHECK + offset;
        return new Said((last >>> 20) & 0xFF_FFFF, Health.UP, "L4OK: connected", "3/3");
    }
}
