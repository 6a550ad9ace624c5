package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.ProbeTarget;
import io.weir.probe.HandTime;
import io.weir.routing.RoutingTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Restarts, of the registry and of those around it. */
class RegistryRestartTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final BackendSpec B = Given.backend("b", 1002);
    private static final BackendSpec NAMED = Given.at("n", "app.test", 1003);
    private static final BackendKey KEY_A = Given.key("web", A);
    private static final BackendKey KEY_B = Given.key("web", B);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench running() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed().configured(Given.checked("web", A, B, NAMED));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 1, Health.UP)));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_B, 1, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        return bench;
    }

    private static void fail(RegistryBench bench, BackendKey key, int consecutive) {
        bench.registry.tell(new BackendRegistry.DialFailed(key, DialFailure.REFUSED, consecutive));
    }

    @Test
    void afterAFaultTheLastTableStaysAndNothingIsForgotten() {
        RegistryBench bench = running();
        fail(bench, KEY_B, Given.FAILURES);
        bench.settle();
        RoutingTable before = bench.table.current();
        assertThat(bench.inTable("web", 1).ejected()).isTrue();
        bench.fault = new OnPurpose();
        fail(bench, KEY_A, 1);
        bench.clock.pass(Duration.ofMillis(1));
        assertThat(bench.table.current()).isSameAs(before);
        awaitRestart(bench);
        assertThat(bench.backend("web", "a").health()).isEqualTo(Health.UP);
        assertThat(bench.pass(Duration.ofSeconds(1)))
                .as("it builds an equal one")
                .isSameAs(before);
        bench.pass(Given.EJECTION);
        Awaitility.await().untilAsserted(() -> {
            bench.pass(BackendRegistry.GATHER);
            assertThat(bench.inTable("web", 1).ejected())
                    .as("its timers are set again")
                    .isFalse();
        });
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 2, Health.DOWN)));
        assertThat(bench.inTable("web", 0).health()).isEqualTo(Health.DOWN);
    }

    /** Messages of the pause wait for its end, and nothing is lost. */
    private static void awaitRestart(RegistryBench bench) {
        var answer = KIT.<RegistryView>createTestProbe();
        bench.registry.tell(new BackendRegistry.GetView(answer.getRef()));
        Awaitility.await().until(() -> {
            bench.clock.pass(Duration.ofMillis(100));
            return received(answer);
        });
    }

    private static boolean received(TestProbe<RegistryView> answer) {
        try {
            return answer.receiveMessage(Duration.ofMillis(50)).configured();
        } catch (AssertionError notYet) {
            return false;
        }
    }

    @Test
    void checksThatStartAgainAreToldAllOfIt() {
        RegistryBench bench = running();
        int before = bench.watched.size();
        bench.tell(new BackendRegistry.ProbesStarted(bench));
        assertThat(bench.watched).hasSize(before + 1);
        assertThat(bench.lastWatched()).extracting(ProbeTarget::key).containsExactly(KEY_A, KEY_B);
    }

    @Test
    void checksAreNotToldAgainWhatTheyKnow() {
        RegistryBench bench = running();
        int before = bench.watched.size();
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, 2, Health.DOWN)));
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.watched).hasSize(before);
    }

    @Test
    void onlyNamesAreLookedUpAndAnAnswerIsChecked() {
        RegistryBench bench = running();
        var watch = bench.names.expectMessageClass(NameResolver.Watch.class);
        assertThat(watch.names()).isEqualTo(Map.of("app.test", Duration.ofSeconds(30)));
        bench.tell(new BackendRegistry.Resolved("app.test", new Lookup.Answer.Found(1, Given.addresses("10.0.0.1"))));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.lastWatched())
                .extracting(target -> target.address().getAddress().getHostAddress())
                .containsExactly("127.0.0.1", "127.0.0.1", "10.0.0.1");
        bench.tell(new BackendRegistry.NamesStarted(bench.names.getRef()));
        assertThat(bench.names.expectMessageClass(NameResolver.Watch.class)).isEqualTo(watch);
    }

    @Test
    @Tag("peers-48")
    void aNameThatMovesMakesANewBackend() {
        RegistryBench bench = running();
        var first = new Lookup.Answer.Found(1, Given.addresses("10.0.0.1"));
        var same = new Lookup.Answer.Found(2, Given.addresses("10.0.0.0", "10.0.0.1"));
        var moved = new Lookup.Answer.Found(3, Given.addresses("10.0.0.2"));
        bench.tell(new BackendRegistry.Resolved("app.test", first));
        bench.pass(BackendRegistry.GATHER);
        var before = bench.inTable("web", 2).backend();
        bench.tell(new BackendRegistry.Resolved("app.test", same));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 2).backend()).isSameAs(before);
        bench.tell(new BackendRegistry.Resolved("app.test", moved));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 2).backend()).isNotSameAs(before);
        assertThat(List.of(
                        bench.inTable("web", 2).backend().address().getAddress().getHostAddress()))
                .containsExactly("10.0.0.2");
    }

    @Test
    void aNameThatNeverResolvedIsDownWithThatReason() {
        RegistryBench bench = running();
        bench.tell(new BackendRegistry.Resolved("app.test", new Lookup.Answer.Failed(1, "no such host")));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 2).health()).isEqualTo(Health.DOWN);
        assertThat(bench.inTable("web", 2).reason()).isEqualTo("name app.test never resolved: no such host");
        assertThat(bench.settle().settled()).isTrue();
    }

    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OnPurpose() {
            super("on purpose", null, false, false);
        }
    }
}
