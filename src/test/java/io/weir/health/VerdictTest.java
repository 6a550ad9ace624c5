package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final long SECOND = 1_000_000_000L;
    private static final HealthCheckSettings SETTINGS = CheckScheduleTest.settings(0.1, 2, 3);
    private static final Verdict UNDECIDED = new Verdict(Health.UNKNOWN, "not checked yet");
    private static final Verdict SILENT = new Verdict(Health.UNKNOWN, "");
    private static final Verdict OWN = new Verdict(Health.UP, "connected");
    private static final long NOW = 100 * SECOND;

    @Test
    void down_only_when_more_than_half_say_down() {
        assertThat(of(Health.DOWN, Health.UP)).isEqualTo(Health.UP);
        assertThat(of(Health.DOWN, Health.DOWN, Health.UP)).isEqualTo(Health.DOWN);
        assertThat(of(Health.DOWN, Health.UP, Health.UP)).isEqualTo(Health.UP);
        assertThat(of(Health.DOWN)).isEqualTo(Health.DOWN);
        assertThat(of(Health.DOWN, Health.UNKNOWN, Health.UNKNOWN)).isEqualTo(Health.DOWN);
    }

    @Test
    void the_order_of_votes_does_not_matter() {
        Cases.each(100, random -> {
            List<Vote> votes = new ArrayList<>();
            for (int i = 0; i < Cases.between(random, 0, 6); i++) {
                long heard = NOW - random.nextLong(6 * SECOND);
                votes.add(new Vote(
                        "n" + i,
                        Cases.oneOf(random, Health.values()),
                        "found by " + i,
                        NOW - random.nextLong(20 * SECOND),
                        heard));
            }
            Verdict one = Verdict.of(votes, SETTINGS, OWN, UNDECIDED, NOW);
            Collections.shuffle(votes, new Random(random.nextLong()));
            assertThat(Verdict.of(votes, SETTINGS, OWN, UNDECIDED, NOW)).isEqualTo(one);
        });
    }

    @Test
    void a_vote_whose_probes_stand_still_and_a_silent_node_do_not_count() {
        // Twice the longest interval of 4 s and the time-out of 1.5 s.
        assertThat(Verdict.freshness(SETTINGS)).isEqualTo(11 * SECOND);
        Vote stale = new Vote("n1", Health.DOWN, "a", NOW - 11 * SECOND - 1, NOW);
        Vote silent = new Vote("n2", Health.DOWN, "b", NOW, NOW - 3 * SECOND);
        Vote good = new Vote("n3", Health.UP, "connected", NOW - 11 * SECOND, NOW - 3 * SECOND + 1);
        assertThat(Verdict.of(List.of(stale, silent, good), SETTINGS, OWN, UNDECIDED, NOW))
                .isEqualTo(new Verdict(Health.UP, "connected (1 of 1 node)"));
    }

    @Test
    void the_reason_is_what_was_found_and_then_how_many_say_so() {
        List<Vote> votes = List.of(
                new Vote("n3", Health.DOWN, "no answer within 1s", NOW, NOW),
                new Vote("n1", Health.UP, "connected", NOW, NOW),
                new Vote("n2", Health.DOWN, "connection refused", NOW, NOW));
        assertThat(Verdict.of(votes, SETTINGS, SILENT, UNDECIDED, NOW).reason())
                .isEqualTo("connection refused (2 of 3 nodes)");
        assertThat(Verdict.of(votes.subList(0, 2), SETTINGS, SILENT, UNDECIDED, NOW)
                        .reason())
                .isEqualTo("connected (1 of 2 nodes)");
    }

    @Test
    void without_a_fresh_vote_our_own_probe_then_what_was() {
        Verdict before = new Verdict(Health.DOWN, "connection refused (2 of 3 nodes)");
        List<Vote> undecided = List.of(new Vote("n1", Health.UNKNOWN, "not checked yet", NOW, NOW));
        for (List<Vote> none : List.of(List.<Vote>of(), undecided)) {
            assertThat(Verdict.of(none, SETTINGS, OWN, before, NOW)).isEqualTo(OWN);
            assertThat(Verdict.of(none, SETTINGS, SILENT, before, NOW)).isSameAs(before);
            assertThat(Verdict.of(none, SETTINGS, SILENT, UNDECIDED, NOW)).isSameAs(UNDECIDED);
        }
    }

    private static Health of(Health... says) {
        List<Vote> votes = new ArrayList<>();
        for (Health health : says) {
            votes.add(new Vote("n" + votes.size(), health, "", NOW, NOW));
        }
        return Verdict.of(votes, SETTINGS, SILENT, UNDECIDED, NOW).health();
    }
}
