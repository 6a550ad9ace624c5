package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.probe.HandTime;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What failed dials do. */
class EjectionTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final BackendSpec B = Given.backend("b", 1002);
    private static final BackendKey KEY_A = Given.key("web", A);
    private static final BackendKey KEY_B = Given.key("web", B);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bothUp() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed().configured(Given.checked("web", A, B));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 1, Health.UP)));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_B, 1, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        return bench;
    }

    private static void fail(RegistryBench bench, BackendKey key, int from, int to) {
        for (int i = from; i <= to; i++) {
            bench.registry.tell(new BackendRegistry.DialFailed(key, DialFailure.REFUSED, i));
        }
        bench.settle();
    }

    @Test
    void enoughFailuresInARowTakeABackendOutAtOnce() {
        RegistryBench bench = bothUp();
        fail(bench, KEY_A, 1, Given.FAILURES - 1);
        assertThat(bench.inTable("web", 0).ejected()).isFalse();
        fail(bench, KEY_A, Given.FAILURES, Given.FAILURES);
        assertThat(bench.inTable("web", 0).ejected()).isTrue();
        assertThat(bench.inTable("web", 0).health()).as("dials condemn nobody").isEqualTo(Health.UP);
        assertThat(bench.backend("web", "a").ejectedMillis()).isEqualTo(Given.EJECTION.toMillis());
        assertThat(bench.events("backend-ejected"))
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("backend", "a")
                        .containsEntry("failures", "5")
                        .containsEntry("reason", "refused"));
    }

    @Test
    void itIsBackAfterItsTimeAndOneMoreFailureTakesItOutAgain() {
        RegistryBench bench = bothUp();
        fail(bench, KEY_A, 1, Given.FAILURES);
        bench.pass(Given.EJECTION.minusMillis(1));
        assertThat(bench.inTable("web", 0).ejected()).isTrue();
        bench.pass(Duration.ofMillis(1));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 0).ejected()).isFalse();
        assertThat(bench.events("backend-returned")).hasSize(1);
        fail(bench, KEY_A, Given.FAILURES + 1, Given.FAILURES + 1);
        assertThat(bench.inTable("web", 0).ejected()).isTrue();
    }

    @Test
    void furtherFailuresDoNotProlongIt() {
        RegistryBench bench = bothUp();
        fail(bench, KEY_A, 1, Given.FAILURES);
        bench.pass(Duration.ofSeconds(20));
        fail(bench, KEY_A, Given.FAILURES + 1, Given.FAILURES + 9);
        assertThat(bench.backend("web", "a").ejectedMillis()).isEqualTo(10_000);
        assertThat(bench.events("backend-ejected")).hasSize(1);
    }

    @Test
    void theLastOneStays() {
        RegistryBench bench = bothUp();
        fail(bench, KEY_A, 1, Given.FAILURES);
        fail(bench, KEY_B, 1, 50);
        assertThat(bench.inTable("web", 0).ejected()).isTrue();
        assertThat(bench.inTable("web", 1).ejected()).isFalse();
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_B, 2, Health.DOWN)));
        assertThat(bench.inTable("web", 0).ejected())
                .as("it is the last one now")
                .isFalse();
    }

    @Test
    void checksThatFindItDownAndUpAgainBringItBackAndOneMoreFailureTakesItOutAgain() {
        RegistryBench bench = bothUp();
        fail(bench, KEY_A, 1, Given.FAILURES);
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 2, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 0).ejected())
                .as("checks never missed it")
                .isTrue();
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 3, Health.DOWN)));
        bench.pass(BackendRegistry.GATHER);
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 4, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 0).ejected()).isFalse();
        assertThat(bench.events("backend-returned")).hasSize(1);
        fail(bench, KEY_A, Given.FAILURES + 1, Given.FAILURES + 1);
        assertThat(bench.inTable("web", 0).ejected()).isTrue();
    }

    @Test
    void everyFailureHurriesTheChecks() {
        RegistryBench bench = bothUp();
        fail(bench, KEY_A, 1, 2);
        assertThat(bench.hurried).containsExactly(KEY_A, KEY_A);
    }

    @Test
    void aFailureOfABackendThatIsGoneIsNoMatter() {
        RegistryBench bench = bothUp();
        fail(bench, new BackendKey("web", "x", A.address()), 1, 9);
        assertThat(bench.hurried).isEmpty();
        assertThat(bench.events("backend-ejected")).isEmpty();
    }
}
