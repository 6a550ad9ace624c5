package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Patience;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that was away learns what was said meanwhile before it says that it is ready. */
class JoinIT {
    private static final int ROUNDS = 3;
    /** After so long a node is ready though it has heard nobody: on a machine that slow it may not know better. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private FakeBackend stays;
    private FakeBackend drained;
    private WeirCluster cluster;

    @BeforeEach
    void start() {
        stays = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
        drained = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
        cluster = WeirCluster.start(
                3, Transport.NATIVE, (file, node) -> file.service("web", stays.hostPort(), drained.hostPort()));
    }

    @AfterEach
    void end() {
        cluster.close();
        stays.close();
        drained.close();
    }

    @Test
    @Tag("contract-12")
    void fromItsFirstReadyOnNoConnectionGoesToWhatWasDrainedWhileItWasAway() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            cluster.node(2).kill();
            if (round == ROUNDS - 1) {
                wasAwayFor(Duration.ofDays(31));
            }
            say("draining");
            long launched = System.nanoTime();
            WeirProcess back = cluster.launch(2);
            Patience.until("the admin port", 30).until(() -> back.err().text().contains("admin address="));
            Patience.until("ready", 30)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> back.admin().ready());
            boolean heard = System.nanoTime() - launched < AT_MOST.toNanos();
            int before = drained.accepted();
            StormLoad load = new StormLoad(List.of(back.listener("web")), 100);
            load.run(Duration.ofSeconds(1), () -> {});
            assertThat(load.failures()).isEmpty();
            assertThat(load.done()).isGreaterThan(50);
            if (heard) {
                assertThat(drained.accepted()).as("round %d", round).isEqualTo(before);
            }
            cluster.awaitOne(20);
            say("ready");
        }
        assertThat(cluster.node(2).err().text())
                .as("what it knew itself was too old")
                .contains("state-set-aside", "state.json.set-aside-", "this node last ran at");
    }

    /** As if the third node had not run for so long. */
    private void wasAwayFor(Duration time) throws IOException {
        Path data = cluster.file(2).folder().resolve("data");
        FileTime then = FileTime.from(Instant.now().minus(time));
        assertThat(data.resolve("state.json")).exists();
        for (String name : List.of("state.json", "state.log")) {
            Files.setLastModifiedTime(data.resolve(name), then);
        }
    }

    private void say(String state) {
        assertThat(cluster.node(0)
                        .admin()
                        .ask(
                                "PATCH",
                                "/api/v1/pools/web/backends/" + drained.hostPort(),
                                "{\"state\":\"" + state + "\"}")
                        .status())
                .isEqualTo(200);
    }
}
