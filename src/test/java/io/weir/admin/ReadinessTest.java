package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminState;
import io.weir.model.Health;
import io.weir.routing.BackendInput;
import io.weir.routing.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    /** Interval and time-out of the pools that {@link Tables} makes: 2 s and 1.5 s. */
    private static final long PATIENCE = 3_500_000_000L;

    private final Node node = new Node();

    private List<String> missing(long age, String listener) {
        return Readiness.of(node.status(), node.table.current(), age, listener).stream()
                .filter(c -> !c.met())
                .map(Condition::name)
                .toList();
    }

    @Test
    void readyWhenBoundRunningAndJudged() {
        node.publish(Tables.up("b1"), Node.with(Tables.up("b2"), Health.DOWN));
        assertThat(missing(0, null)).isEmpty();
        assertThat(Readiness.of(node.status(), node.table.current(), 0, null))
                .extracting(Condition::name)
                .containsExactly(
                        "listeners-bound",
                        "not-paused",
                        "pool-there",
                        "not-draining",
                        "not-stopping",
                        "cluster-heard",
                        "first-checks");
    }

    @Test
    void aBackendWithoutAVerdictHoldsUntilItsTimeIsOver() {
        node.publish(Tables.up("b1"), Node.with(Tables.up("b2"), Health.UNKNOWN));
        assertThat(missing(0, null)).containsExactly("first-checks");
        assertThat(missing(PATIENCE - 1, "web")).containsExactly("first-checks");
        assertThat(missing(PATIENCE, null)).isEmpty();
    }

    @Test
    void aNameStillLookedUpHoldsLikeOneWithoutAVerdict() {
        BackendInput b = Tables.up("b1");
        node.publish(new BackendInput(b.key(), b.spec(), null, b.state(), Health.UP, "", false));
        assertThat(missing(0, null)).containsExactly("first-checks");
        assertThat(missing(PATIENCE, null)).isEmpty();
    }

    @Test
    void aBackendInMaintenanceIsNotWaitedFor() {
        BackendInput b = Tables.up("b1");
        node.publish(
                new BackendInput(b.key(), b.spec(), b.address(), AdminState.MAINTENANCE, Health.UNKNOWN, "", false));
        assertThat(missing(0, null)).isEmpty();
    }

    @Test
    void withoutATableNothingWasJudged() {
        assertThat(missing(0, null)).containsExactly("first-checks");
    }

    @Test
    void theOtherNodesAreHeardFirst() {
        node.publish(Tables.up("b1"));
        node.acquainted = false;
        assertThat(missing(0, null)).containsExactly("cluster-heard");
    }

    @Test
    void aPausedListenerIsMissedByThoseWhoAskForIt() {
        node.publish(Tables.up("b1"));
        node.paused = true;
        assertThat(missing(0, "web")).containsExactly("not-paused");
        assertThat(missing(0, null)).isEmpty();
    }

    @Test
    void aListenerWhosePoolIsNoMoreIsMissedByThoseWhoAskForIt() {
        node.publish(Tables.up("b1"));
        node.pool = "gone";
        assertThat(missing(0, "web")).containsExactly("pool-there");
        assertThat(missing(0, "other")).isEmpty();
        assertThat(missing(0, null)).isEmpty();
        assertThat(Readiness.of(node.status(), node.table.current(), 0, null))
                .extracting(Condition::detail)
                .contains("no such pool: web leads to gone");
    }

    @Test
    void phasesAndBindsEachHaveTheirCondition() {
        node.publish(Tables.up("b1"));
        node.phase = NodeStatus.Phase.DRAINING;
        assertThat(missing(0, null)).containsExactly("not-draining");
        node.phase = NodeStatus.Phase.STOPPING;
        assertThat(missing(0, null)).containsExactly("not-stopping");
        node.phase = NodeStatus.Phase.STARTING;
        assertThat(missing(0, null)).containsExactly("listeners-bound");
        node.phase = NodeStatus.Phase.RUNNING;
        node.bound = false;
        assertThat(missing(0, null)).containsExactly("listeners-bound");
        assertThat(missing(0, "web")).containsExactly("listeners-bound");
        assertThat(missing(0, "other")).isEmpty();
    }
}
