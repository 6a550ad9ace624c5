package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RegistryStateTest {
    private static final BackendSpec A = Given.backend("a", 1001);
    private static final BackendSpec B = Given.backend("b", 1002);
    private static final BackendSpec NAMED = Given.at("n", "app.test", 1003);
    private static final PoolSettings POOL = Given.checked("web", A, B, NAMED);
    private static final BackendKey KEY_A = Given.key("web", A);
    private static final BackendKey KEY_B = Given.key("web", B);
    private static final BackendKey KEY_N = Given.key("web", NAMED);

    private static final List<AdminState> STATES =
            List.of(AdminState.READY, AdminState.DRAINING, AdminState.MAINTENANCE, AdminState.REMOVING);

    private static RegistryState defined(PoolSettings... pools) {
        return RegistryState.EMPTY.configured(Definitions.of(1, Given.pools(pools)));
    }

    private static Lookup.Answer found(long sequence, String... addresses) {
        return new Lookup.Answer.Found(sequence, Given.addresses(addresses));
    }

    private static Entry said(BackendKey key, long time, AdminState state) {
        return new Entry(
                Field.of(key, Field.STATE),
                new Stamp(time, 1),
                Stamp.NONE,
                FieldText.state(state, null, false),
                "test",
                time);
    }

    private static RegistryState saying(RegistryState state, Entry said) {
        return state.overridden(state.plan().overrides().merge(List.of(said)).next(), Map.of());
    }

    private static BackendFacts facts(RegistryState state, BackendSpec spec) {
        return state.facts(state.definitions().pools().get("web"), spec);
    }

    @Test
    void factsFromDifferentSourcesComeInAnyOrderAndAnyNumberOfTimes() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            List<UnaryOperator<RegistryState>> facts = someFacts(random);
            RegistryState straight = apply(facts);
            List<UnaryOperator<RegistryState>> shuffled = new ArrayList<>(facts);
            for (UnaryOperator<RegistryState> fact : facts) {
                for (int again = random.nextInt(3); again > 0; again--) {
                    shuffled.add(fact);
                }
            }
            Collections.shuffle(shuffled, random);
            assertThat(apply(shuffled)).as("seed %d", seed).isEqualTo(straight);
            assertThat(apply(List.of(s -> straight, facts.get(random.nextInt(facts.size())))))
                    .as("nothing is said twice, seed %d", seed)
                    .isEqualTo(straight);
        }
    }

    private static RegistryState apply(List<UnaryOperator<RegistryState>> facts) {
        RegistryState state = RegistryState.EMPTY;
        for (UnaryOperator<RegistryState> fact : facts) {
            state = fact.apply(state);
        }
        return state;
    }

    /** Several of each kind; of those about one thing each has a stamp of its own, in no order. */
    private static List<UnaryOperator<RegistryState>> someFacts(Random random) {
        List<UnaryOperator<RegistryState>> facts = new ArrayList<>();
        List<BackendKey> keys = List.of(KEY_A, KEY_B, KEY_N);
        for (int i = 1; i <= 3; i++) {
            var definitions = Definitions.of(
                    i, Given.pools(Given.checked("web", List.of(A, B, NAMED).get(random.nextInt(3)))));
            facts.add(state -> state.configured(definitions));
        }
        for (int i = 1; i <= 12; i++) {
            BackendKey key = keys.get(random.nextInt(3));
            var report = Given.report(key, "127.0.0.1", i, random.nextBoolean() ? Health.UP : Health.DOWN, i + "/12");
            Entry said = said(key, i, STATES.get(random.nextInt(3)));
            var answer = found(1, "10.0.0." + i);
            String host = "host" + i;
            facts.add(state -> state.judged(List.of(report)));
            facts.add(state -> saying(state, said));
            facts.add(state -> state.resolved(Map.of(host, answer)));
        }
        return facts;
    }

    @Test
    void theLastUsableBackendIsNeverOut() {
        for (long seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            BackendSpec[] specs = new BackendSpec[1 + random.nextInt(5)];
            for (int i = 0; i < specs.length; i++) {
                specs[i] = new BackendSpec(
                        "b" + i, Given.backend("", 2000 + i).address(), random.nextInt(3), 10, random.nextBoolean());
            }
            PoolSettings pool = Given.checked("web", specs);
            RegistryState state = defined(pool);
            long now = 100;
            for (int i = 0; i < 30; i++) {
                BackendKey key = Given.key("web", specs[random.nextInt(specs.length)]);
                state = switch (random.nextInt(4)) {
                    case 0 ->
                        state.judged(List.of(Given.report(key, i, random.nextBoolean() ? Health.UP : Health.DOWN)));
                    case 1 -> saying(state, said(key, i, STATES.get(random.nextInt(4))));
                    default -> state.dialFailed(pool, key, Given.FAILURES, now).expired(now);
                };
                now += random.nextLong(Given.EJECTION.toNanos() / 3);
                assertOneIsLeft(state, pool, seed);
            }
        }
    }

    private static void assertOneIsLeft(RegistryState state, PoolSettings pool, long seed) {
        List<BackendFacts> facts = state.facts(pool);
        Set<BackendKey> out = state.out(facts);
        boolean anyUp = facts.stream().anyMatch(backend -> backend.usable(Health.UP));
        Health wanted = anyUp ? Health.UP : Health.UNKNOWN;
        List<BackendKey> usable = facts.stream()
                .filter(backend -> backend.usable(wanted))
                .map(BackendFacts::key)
                .toList();
        if (!usable.isEmpty()) {
            assertThat(usable).as("seed %d, out %s", seed, out).anyMatch(key -> !out.contains(key));
        }
    }

    @Test
    void onlyAnotherUsableBackendAllowsAnEjection() {
        RegistryState state =
                defined(POOL).judged(List.of(Given.report(KEY_A, 1, Health.UP), Given.report(KEY_B, 1, Health.DOWN)));
        assertThat(failed(state, KEY_A, 0)).as("nobody else is up").isEqualTo(state);
        state = state.judged(List.of(Given.report(KEY_B, 2, Health.UP)));
        assertThat(state.dialFailed(POOL, KEY_A, Given.FAILURES - 1, 0))
                .as("one failure less than it takes")
                .isEqualTo(state);
        state = failed(state, KEY_A, 0);
        assertThat(state.out(state.facts(POOL))).containsExactly(KEY_A);
        assertThat(failed(state, KEY_B, 0)).as("it is the last one").isEqualTo(state);
        assertThat(failed(state, KEY_A, 9)).as("once is enough").isEqualTo(state);
        long over = Given.EJECTION.toNanos();
        assertThat(state.expired(over - 1)).isEqualTo(state);
        RegistryState back = state.expired(over);
        assertThat(back.out(back.facts(POOL))).isEmpty();
        RegistryState other = failed(back, KEY_B, over);
        assertThat(other.out(other.facts(POOL))).containsExactly(KEY_B);
    }

    private static RegistryState failed(RegistryState state, BackendKey key, long now) {
        return state.dialFailed(POOL, key, Given.FAILURES, now);
    }

    @Test
    void anEjectedBackendIsUsedAgainWhenTheOthersGoDown() {
        RegistryState state =
                defined(POOL).judged(List.of(Given.report(KEY_A, 1, Health.UP), Given.report(KEY_B, 1, Health.UP)));
        state = failed(state, KEY_A, 0).judged(List.of(Given.report(KEY_B, 2, Health.DOWN)));
        assertThat(state.out(state.facts(POOL))).isEmpty();
    }

    @Test
    void aBackendIsUnknownUntilItsAddressWasChecked() {
        RegistryState state = defined(POOL);
        assertThat(facts(state, A).health()).isEqualTo(Health.UNKNOWN);
        state = state.judged(List.of(Given.report(KEY_A, "127.0.0.2", 1, Health.UP, "3/3")));
        assertThat(facts(state, A).health()).as("another address").isEqualTo(Health.UNKNOWN);
        state = state.judged(List.of(Given.report(KEY_A, 2, Health.DOWN)));
        assertThat(facts(state, A).health()).isEqualTo(Health.DOWN);
        assertThat(facts(state, A).reason()).isEqualTo("L4CON at connect: connection refused");
    }

    @Test
    void aNameIsUnknownThenDownWithAReasonThenWhatItsChecksSay() {
        RegistryState state = defined(POOL);
        assertThat(facts(state, NAMED).health()).isEqualTo(Health.UNKNOWN);
        assertThat(facts(state, NAMED).reason()).isEqualTo("name app.test is being looked up");
        state = state.resolved(Map.of("app.test", new Lookup.Answer.Failed(1, "no such host")));
        assertThat(facts(state, NAMED).health()).isEqualTo(Health.DOWN);
        assertThat(facts(state, NAMED).reason()).isEqualTo("name app.test never resolved: no such host");
        state = state.resolved(Map.of("app.test", found(2, "10.0.0.1")));
        assertThat(facts(state, NAMED).health()).isEqualTo(Health.UNKNOWN);
        state = state.judged(List.of(Given.report(KEY_N, "10.0.0.1", 1, Health.UP, "3/3")));
        assertThat(facts(state, NAMED).health()).isEqualTo(Health.UP);
    }

    @Test
    @Tag("peers-48")
    void theLastGoodAnswerStays() {
        RegistryState state = defined(POOL)
                .resolved(Map.of("app.test", found(1, "10.0.0.1")))
                .resolved(Map.of("app.test", new Lookup.Answer.Failed(2, "timed out")));
        assertThat(facts(state, NAMED).address().getAddress().getHostAddress()).isEqualTo("10.0.0.1");
    }

    @Test
    void ofSeveralAddressesTheOneInUseStaysElseTheFirstInOrder() {
        Resolution first = Resolution.of(found(1, "2001:db8::1", "10.0.0.9", "10.0.0.2"));
        assertThat(first.address().getHostAddress()).isEqualTo("10.0.0.2");
        Resolution kept = first.then(found(2, "10.0.0.1", "10.0.0.2"));
        assertThat(kept.address().getHostAddress()).isEqualTo("10.0.0.2");
        Resolution moved = kept.then(found(3, "200.0.0.1", "10.0.0.1"));
        assertThat(moved.address().getHostAddress()).isEqualTo("10.0.0.1");
        assertThat(moved.then(found(2, "10.9.9.9"))).as("an old answer").isEqualTo(moved);
    }

    @Test
    void withoutChecksABackendCountsAsUp() {
        PoolSettings pool = Given.pool("web", new CheckKind.None(), A, NAMED);
        RegistryState state = defined(pool);
        assertThat(facts(state, A).health()).isEqualTo(Health.UP);
        assertThat(facts(state, NAMED).health())
                .as("but not without an address")
                .isEqualTo(Health.UNKNOWN);
    }

    @Test
    void afterMaintenanceItIsJudgedAfresh() {
        RegistryState up = defined(POOL).judged(List.of(Given.report(KEY_A, 10, Health.UP)));
        RegistryState maintained =
                saying(up, said(KEY_A, 1, AdminState.MAINTENANCE)).afresh(List.of(KEY_A), 20);
        assertThat(facts(maintained, A).health()).isEqualTo(Health.UNKNOWN);
        RegistryState back =
                saying(maintained, said(KEY_A, 2, AdminState.READY)).afresh(List.of(KEY_A), 40);
        assertThat(facts(back, A).health()).as("what was seen before").isEqualTo(Health.UNKNOWN);
        assertThat(facts(back.judged(List.of(Given.report(KEY_A, 30, Health.UP))), A)
                        .health())
                .as("a check from during the maintenance")
                .isEqualTo(Health.UNKNOWN);
        assertThat(facts(back.judged(List.of(Given.report(KEY_A, 41, Health.UP))), A)
                        .health())
                .isEqualTo(Health.UP);
    }

    @Test
    void drainingKeepsWhatTheChecksSay() {
        RegistryState up = defined(POOL).judged(List.of(Given.report(KEY_A, 10, Health.UP)));
        RegistryState draining = saying(up, said(KEY_A, 1, AdminState.DRAINING));
        assertThat(facts(draining, A).health()).isEqualTo(Health.UP);
        assertThat(facts(draining, A).usable(Health.UP)).isFalse();
    }

    @Test
    void whatNothingDefinesAnyMoreIsForgotten() {
        RegistryState state = defined(POOL)
                .judged(List.of(Given.report(KEY_A, 1, Health.UP), Given.report(KEY_B, 1, Health.UP)))
                .resolved(Map.of("app.test", found(1, "10.0.0.1")));
        state = failed(state, KEY_B, 0)
                .configured(Definitions.of(2, Given.pools(Given.checked("web", A))))
                .pruned();
        assertThat(state.votes()).containsOnlyKeys(KEY_A);
        assertThat(state.names()).isEmpty();
        assertThat(state.ejections().until()).isEmpty();
    }
}
