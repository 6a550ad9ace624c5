package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeTarget;
import io.weir.probe.HandTime;
import io.weir.routing.Choice;
import io.weir.routing.RoutingTable;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When tables are published, and what becomes of what is said to the registry. */
class BackendRegistryTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final BackendSpec B = Given.backend("b", 1002);
    private static final BackendKey KEY_A = Given.key("web", A);
    private static final BackendKey KEY_B = Given.key("web", B);
    private static final PoolSettings WEB = Given.checked("web", A, B);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bench() {
        return new RegistryBench(KIT, TIME).subscribed();
    }

    private static BackendRegistry.ProbeChanged probed(BackendKey key, long sequence, Health health) {
        return new BackendRegistry.ProbeChanged(Given.report(key, sequence, health));
    }

    private static RegistryBench bothUp() {
        RegistryBench bench = bench().configured(WEB);
        bench.tell(probed(KEY_A, 1, Health.UP));
        bench.tell(probed(KEY_B, 1, Health.UP));
        bench.pass(BackendRegistry.GATHER);
        return bench;
    }

    @Test
    void theFirstTableGoesOutAtOnce() {
        RegistryBench bench = bench();
        assertThat(bench.settle().configured()).isFalse();
        bench.configured(WEB);
        assertThat(bench.table.current().version()).isEqualTo(1);
        assertThat(bench.inTable("web", 0).health()).isEqualTo(Health.UNKNOWN);
        assertThat(bench.settle().version()).isEqualTo(1);
    }

    @Test
    void changesAreGatheredIntoOneTable() {
        RegistryBench bench = bench().configured(WEB);
        bench.tell(probed(KEY_A, 1, Health.UP));
        bench.pass(BackendRegistry.GATHER.dividedBy(2));
        bench.tell(probed(KEY_B, 1, Health.UP));
        assertThat(bench.table.current().version()).isEqualTo(1);
        bench.pass(BackendRegistry.GATHER.dividedBy(2));
        assertThat(bench.table.current().version()).isEqualTo(2);
        assertThat(bench.inTable("web", 0).health()).isEqualTo(Health.UP);
        assertThat(bench.inTable("web", 1).health()).isEqualTo(Health.UP);
    }

    @Test
    void aBackendThatGoesDownIsOutOfTheTableAtOnce() {
        RegistryBench bench = bothUp();
        bench.tell(probed(KEY_A, 2, Health.DOWN));
        assertThat(bench.inTable("web", 0).health()).isEqualTo(Health.DOWN);
        assertThat(bench.inTable("web", 0).reason()).isEqualTo("L4CON at connect: connection refused");
    }

    @Test
    void whatChangesNothingPublishesNothing() {
        RegistryBench bench = bothUp();
        RoutingTable before = bench.table.current();
        for (int i = 2; i < 10; i++) {
            bench.tell(probed(KEY_A, i, Health.UP));
        }
        bench.tell(probed(KEY_B, 1, Health.DOWN));
        bench.tell(new BackendRegistry.Configure(Given.pools(WEB)));
        assertThat(bench.pass(Duration.ofSeconds(1))).isSameAs(before);
    }

    @Test
    void theViewShowsTheLastCheckThoughTheTableDoesNotChange() {
        RegistryBench bench = bothUp();
        long since = bench.backend("web", "a").sinceEpochMillis();
        bench.pass(Duration.ofSeconds(5));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(KEY_A, "127.0.0.1", 7, Health.UP, "2/3")));
        RegistryView.Backend seen = bench.backend("web", "a");
        assertThat(seen.step()).isEqualTo("2/3");
        assertThat(seen.lastCheck()).isEqualTo("L4OK: connected");
        assertThat(seen.health()).isEqualTo(Health.UP);
        assertThat(seen.sinceEpochMillis()).isEqualTo(since);
        assertThat(seen.address().getPort()).isEqualTo(1001);
    }

    @Test
    void everyFlipIsAnEventAndCounted() {
        RegistryBench bench = bothUp();
        bench.tell(probed(KEY_A, 2, Health.DOWN));
        bench.tell(probed(KEY_A, 3, Health.UP));
        bench.tell(probed(KEY_A, 4, Health.DOWN));
        var flips = bench.events("backend-health").stream()
                .map(event -> event.details())
                .filter(details -> details.get("backend").equals("a"))
                .toList();
        assertThat(flips)
                .extracting(details -> details.get("from") + ">" + details.get("to"))
                .containsExactly("unknown>up", "up>down", "down>up", "up>down");
        assertThat(flips.getLast())
                .containsEntry("pool", "web")
                .containsEntry("address", "127.0.0.1:1001")
                .containsEntry("reason", "L4CON at connect: connection refused")
                .containsEntry("step", "0/2");
    }

    @Test
    void flipsThatComeFasterThanTablesAreStillAllEvents() {
        RegistryBench bench = bothUp();
        for (int i = 2; i < 12; i++) {
            bench.registry.tell(probed(KEY_A, i, i % 2 == 0 ? Health.DOWN : Health.UP));
        }
        bench.settle();
        assertThat(bench.events("backend-health")).hasSize(2 + 10);
    }

    @Test
    void anUnchangedBackendKeepsItsObjectAndALeaseOfARemovedOneStaysGood() {
        RegistryBench bench = bothUp();
        Backend before = bench.inTable("web", 0).backend();
        var choice = bench.table.current().pool("web").choose(1, List.of(), new SplittableRandom(1), 0);
        Lease lease = ((Choice.Leased) choice).lease();
        Backend leased = lease.backend();
        BackendSpec kept = leased == before ? B : A;
        bench.tell(new BackendRegistry.Configure(Given.pools(Given.checked("web", kept))));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.table.current().pool("web").backends()).hasSize(1);
        assertThat(leased.connections()).isEqualTo(1);
        bench.tell(new BackendRegistry.Configure(Given.pools(Given.checked("web", B, A))));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.table.current().pool("web").backends())
                .extracting(view -> view.backend())
                .contains(leased);
        lease.close();
        assertThat(leased.connections()).isZero();
    }

    @Test
    void maintenanceIsNotCheckedAndDrainingIs() {
        RegistryBench bench = bothUp();
        bench.state("web", "a", AdminState.DRAINING);
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 0).state()).isEqualTo(AdminState.DRAINING);
        assertThat(bench.lastWatched()).extracting(ProbeTarget::key).containsExactly(KEY_A, KEY_B);
        bench.state("web", "a", AdminState.MAINTENANCE);
        assertThat(bench.lastWatched()).extracting(ProbeTarget::key).containsExactly(KEY_B);
        bench.state("web", "a", AdminState.READY);
        assertThat(bench.lastWatched()).extracting(ProbeTarget::key).containsExactly(KEY_A, KEY_B);
        assertThat(bench.inTable("web", 0).health()).as("judged afresh").isEqualTo(Health.UNKNOWN);
        assertThat(bench.events("backend-state"))
                .extracting(event -> event.details().get("to"))
                .containsExactly("draining", "maintenance", "ready");
    }

    @Test
    void itIsSettledWhenEachBackendHasAVerdictOrHadItsTime() {
        RegistryBench bench = bench();
        assertThat(bench.settle().settled()).isFalse();
        bench.configured(WEB);
        bench.tell(probed(KEY_A, 1, Health.DOWN));
        assertThat(bench.settle().settled()).isFalse();
        bench.pass(Duration.ofSeconds(11));
        assertThat(bench.settle().settled()).isFalse();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.settle().settled()).isTrue();
    }

    @Test
    void aVerdictSettlesAtOnce() {
        assertThat(bothUp().settle().settled()).isTrue();
    }
}
