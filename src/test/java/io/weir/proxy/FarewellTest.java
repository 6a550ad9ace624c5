package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import io.weir.model.HostPort;
import io.weir.observe.AccessRecord;
import io.weir.routing.Tables;
import io.weir.transport.LoopSettings;
import io.weir.transport.TestLoops;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connections of one backend are ended, and no others. */
class FarewellTest {
    private static final int CLIENTS = 20;

    private final List<Socket> clients = new ArrayList<>();
    private FakeBackend one;
    private FakeBackend other;
    private TestPlane test;

    @BeforeEach
    void start() throws Exception {
        one = FakeBackend.start(Manners.echo());
        other = FakeBackend.start(Manners.echo());
        test = new TestPlane(
                Blueprint.of(TestLoops.settings(2, LoopSettings.Kind.AUTO)).algorithm(Algorithm.ROUND_ROBIN),
                one.address(),
                other.address());
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        clients.clear();
        test.close();
        one.close();
        other.close();
        assertThat(test.faults).isEmpty();
    }

    private BackendKey ofOne() {
        return TestPlane.key("b0", one.address());
    }

    private void connectAll() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = test.connect(0);
            clients.add(client);
            assertThat(TestPlane.echoes(client)).isTrue();
        }
    }

    private List<AccessRecord> ended(CloseReason reason) {
        Patience.until("half of the connections ended").until(() -> test.records.size() == CLIENTS / 2);
        assertThat(test.records).allSatisfy(record -> {
            assertThat(record.reason()).isEqualTo(reason);
            assertThat(record.backend()).isEqualTo("b0");
        });
        return List.copyOf(test.records);
    }

    /** How many clients are served, were told the end, and were reset. */
    private List<Integer> fates() {
        int served = 0;
        int ended = 0;
        int reset = 0;
        for (Socket client : clients) {
            try {
                if (TestPlane.echoes(client)) {
                    served++;
                } else {
                    ended++;
                }
            } catch (IOException gone) {
                reset++;
            }
        }
        return List.of(served, ended, reset);
    }

    @Test
    @Tag("contract-6")
    void drainingEndsThemGentlyAtEvenSpacing() throws Exception {
        List<Long> times = drained();
        // A machine that stands still puts off some of them to others' turn: not three times
        for (int again = 0; again < 2 && !areSpread(times); again++) {
            stop();
            start();
            times = drained();
        }
        assertThat(areSpread(times)).as("ends at %s", times).isTrue();
        assertThat(fates()).containsExactly(CLIENTS / 2, CLIENTS / 2, 0);
    }

    /** When those of the one backend ended, which was to be over two seconds. */
    private List<Long> drained() throws IOException {
        connectAll();
        test.plane.drainBackend(ofOne(), Duration.ofSeconds(2));
        return ended(CloseReason.DRAINED).stream()
                .map(AccessRecord::epochMillis)
                .sorted()
                .toList();
    }

    private static boolean areSpread(List<Long> times) {
        long all = times.getLast() - times.getFirst();
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) - times.get(i - 1) >= 900) {
                return false;
            }
        }
        return all >= 1000 && all <= 2500;
    }

    @Test
    void aSecondCallDoesNotPutOffWhatTheFirstSet() throws Exception {
        connectAll();
        test.plane.drainBackend(ofOne(), Duration.ofMillis(500));
        test.plane.drainBackend(ofOne(), Duration.ofHours(1));
        ended(CloseReason.DRAINED);
    }

    @Test
    void forceResetsThemAtOnce() throws Exception {
        connectAll();
        test.plane.resetBackend(ofOne());
        ended(CloseReason.KILLED);
        assertThat(fates()).containsExactly(CLIENTS / 2, 0, CLIENTS / 2);
    }

    @Test
    void aBackendWithoutConnectionsEndsNobodys() throws Exception {
        connectAll();
        HostPort nowhere = new HostPort("127.0.0.1", 1);
        test.plane.resetBackend(new BackendKey(Tables.POOL, "b0", nowhere));
        test.plane.drainBackend(new BackendKey(Tables.POOL, "b0", nowhere), Duration.ofMillis(1));
        assertThat(test.plane.connections()).isEqualTo(CLIENTS);
        assertThat(fates()).containsExactly(CLIENTS, 0, 0);
    }
}
