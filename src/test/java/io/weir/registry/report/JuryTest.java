package io.weir.registry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.health.Verdict;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JuryTest {
    private static final HealthCheckSettings CHECK = House.check(3);
    private static final BackendKey KEY = House.backend(1);
    private static final Verdict NONE = new Verdict(Health.UNKNOWN, "");

    private final House house = new House();

    private @Nullable Health verdict(@Nullable Health own) {
        Verdict verdict = house.jury.verdict(house.of(KEY, CHECK, own), NONE, house.now);
        return verdict == null ? null : verdict.health();
    }

    @Test
    void moreThanHalfTakeABackendDown() {
        house.others(CHECK, 1, 2, 3);
        house.votes(1, KEY, Health.DOWN);
        house.votes(2, KEY, Health.UP);
        house.later(200);
        assertThat(verdict(null)).as("one of two").isEqualTo(Health.UP);
        assertThat(verdict(Health.DOWN)).as("two of three").isEqualTo(Health.DOWN);
        assertThat(verdict(Health.UP)).as("one of three").isEqualTo(Health.UP);
        house.votes(3, KEY, Health.DOWN);
        house.later(200);
        assertThat(verdict(Health.UP)).as("two of four").isEqualTo(Health.UP);
        assertThat(verdict(null)).as("two of three").isEqualTo(Health.DOWN);
    }

    @Test
    void theReasonIsThatOfTheWinners() {
        house.others(CHECK, 1, 2, 3);
        house.votes(1, KEY, Health.UP);
        house.votes(2, KEY, Health.DOWN);
        house.votes(3, KEY, Health.DOWN);
        house.later(200);
        assertThat(house.jury.verdict(house.of(KEY, CHECK, null), NONE, house.now))
                .isEqualTo(new Verdict(Health.DOWN, "reason of 2 (2 of 3 nodes)"));
    }

    @Test
    @Tag("contract-7")
    void aNodeThatIsSilentForThreeSecondsDoesNotVote() {
        house.others(CHECK, 1, 2);
        house.votes(1, KEY, Health.DOWN);
        house.later(200);
        for (int i = 0; i < 14; i++) {
            house.later(200, 1);
            assertThat(verdict(null)).as("%d ms", (i + 1) * 200).isEqualTo(Health.DOWN);
        }
        house.later(200, 1);
        assertThat(verdict(null)).isNull();
    }

    @Test
    void aVoteWhoseChecksHaveStoppedGrowsOldThoughItsNodeLives() {
        house.others(CHECK, 1);
        house.votes(1, KEY, Health.DOWN);
        house.later(200);
        long fresh = Verdict.freshness(CHECK) / 1_000_000;
        for (long age = 0; age + 200 <= fresh; age += 200) {
            assertThat(verdict(null)).as("%d ms", age).isEqualTo(Health.DOWN);
            house.later(200);
        }
        house.later(200);
        assertThat(verdict(null)).isNull();
        house.votes(1, KEY, Health.UP);
        house.later(200);
        assertThat(verdict(null)).isEqualTo(Health.UP);
    }

    @Test
    void ourOwnChecksAreLikewiseTooOldAtSomeTime() {
        Jury.Case own = house.of(KEY, CHECK, Health.DOWN);
        assertThat(house.jury.fresh(own, house.now)).isNotNull();
        long end = house.now + Verdict.freshness(CHECK);
        assertThat(house.jury.fresh(own, end)).isNotNull();
        assertThat(house.jury.fresh(own, end + 1)).isNull();
        assertThat(house.jury.verdict(own, NONE, house.now))
                .as("alone, the checks speak for themselves")
                .isNull();
    }

    @Test
    void whoChecksOtherwiseIsNotHeard() {
        house.others(House.check(3, CHECK.scope(), Duration.ofSeconds(9)), 1);
        house.votes(1, KEY, Health.DOWN);
        house.later(200);
        assertThat(verdict(null)).isNull();
    }

    @Test
    void whatWasSaidBeforeMaintenanceDoesNotCount() {
        house.others(CHECK, 1);
        house.votes(1, KEY, Health.DOWN);
        house.later(200);
        Jury.Case since = new Jury.Case(KEY, CHECK, null, house.now);
        assertThat(house.jury.verdict(since, NONE, house.now)).isNull();
        house.votes(1, KEY, Health.UP);
        house.later(200);
        assertThat(house.jury.others(since, house.now)).isEqualTo(1);
    }

    @Test
    void whoIsAMemberNoMoreIsNotHeard() {
        house.others(CHECK, 1, 2);
        house.votes(1, KEY, Health.DOWN);
        house.connections(2, House.backend(2), 7);
        house.later(200);
        assertThat(house.neighbours.connections(House.backend(2))).isEqualTo(7);
        house.others(CHECK, 3);
        assertThat(verdict(null)).isNull();
        assertThat(house.neighbours.connections(House.backend(2))).isZero();
    }

    @Test
    void equalVotesGiveEqualVerdictsInWhateverOrderTheyCame() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            Health[] says = new Health[6];
            for (int node = 1; node < says.length; node++) {
                says[node] = random.nextBoolean() ? Health.UP : Health.DOWN;
            }
            assertThat(verdict(says, 1, 2, 3, 4, 5)).as("seed %d", seed).isEqualTo(verdict(says, 5, 3, 1, 2, 4));
        }
    }

    private static @Nullable Verdict verdict(Health[] says, int... order) {
        House house = new House();
        house.others(CHECK, order);
        for (int node : order) {
            house.votes(node, KEY, says[node]);
            house.later(200);
        }
        return house.jury.verdict(house.of(KEY, CHECK, null), NONE, house.now);
    }
}
