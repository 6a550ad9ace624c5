package io.weir.registry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DutiesTest {
    private static final HealthCheckSettings CHECK = House.check(3);
    private static final List<BackendKey> ALL =
            IntStream.range(0, 200).mapToObj(House::backend).toList();

    private final House house = new House();

    private boolean renewed(HealthCheckSettings check) {
        return house.duties.renewed(Map.of(House.POOL, check), house.now);
    }

    private Set<BackendKey> owned() {
        return ALL.stream()
                .filter(key -> house.duties.owns(key, CHECK, house.now))
                .collect(Collectors.toSet());
    }

    private Set<BackendKey> checked() {
        return ALL.stream()
                .filter(key -> house.duties.checks(key, CHECK, house.now))
                .collect(Collectors.toSet());
    }

    @Test
    void whoIsAloneChecksEverything() {
        assertThat(owned()).hasSameSizeAs(ALL);
        house.others(CHECK);
        renewed(CHECK);
        assertThat(owned()).hasSameSizeAs(ALL);
        assertThat(house.duties.owners(ALL.getFirst(), CHECK, house.now)).containsExactly(House.SELF);
    }

    @Test
    void ofTenNodesThreeCheckABackend() {
        house.others(CHECK, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        renewed(CHECK);
        assertThat(owned()).hasSizeBetween(35, 85);
        assertThat(ALL)
                .allSatisfy(key ->
                        assertThat(house.duties.owners(key, CHECK, house.now)).hasSize(3));
    }

    @Test
    @Tag("contract-7")
    void theChecksOfASilentNodeAreTakenOverAfterThreeSeconds() {
        house.others(CHECK, 1, 2, 3);
        renewed(CHECK);
        Set<BackendKey> before = owned();
        assertThat(before).hasSizeLessThan(ALL.size());
        for (int i = 0; i < 14; i++) {
            house.later(200, 1);
            assertThat(renewed(CHECK)).as("%d ms", 200 * (i + 1)).isFalse();
        }
        house.later(200, 1);
        assertThat(renewed(CHECK)).isTrue();
        assertThat(owned()).as("three nodes are left, each checks all").hasSameSizeAs(ALL);
        house.later(200);
        assertThat(renewed(CHECK)).as("it speaks again").isTrue();
        assertThat(owned()).isEqualTo(before);
    }

    @Test
    void onlyNodesThatCheckAlikeShare() {
        house.others(House.check(3, Scope.CLUSTER, Duration.ofSeconds(7)), 1, 2, 3, 4, 5);
        renewed(CHECK);
        assertThat(owned()).hasSameSizeAs(ALL);
    }

    @Test
    void eachForItselfSharesNothing() {
        HealthCheckSettings each = House.check(3, Scope.NODE, Duration.ofSeconds(2));
        house.others(each, 1, 2, 3, 4, 5);
        renewed(each);
        assertThat(ALL).allMatch(key -> house.duties.owns(key, each, house.now));
    }

    @Test
    void whoHandsOverChecksAndVotesUntilTheOthersHave() {
        house.others(CHECK);
        renewed(CHECK);
        assertThat(owned()).hasSameSizeAs(ALL);
        house.others(CHECK, 1, 2, 3);
        assertThat(renewed(CHECK)).isTrue();
        assertThat(owned()).hasSizeLessThan(ALL.size());
        assertThat(checked()).hasSameSizeAs(ALL);
        BackendKey handed = handed();
        assertThat(house.duties.votes(handed, CHECK, house.now)).isTrue();
        assertThat(house.duties.heard(handed, CHECK, 1, house.now)).isFalse();
        assertThat(house.duties.checks(handed, CHECK, house.now)).isTrue();
        assertThat(house.duties.heard(handed, CHECK, 2, house.now)).isTrue();
        assertThat(house.duties.checks(handed, CHECK, house.now)).isFalse();
        assertThat(house.duties.votes(handed, CHECK, house.now)).isFalse();
    }

    @Test
    void whoHearsTooFewVotesChecksForItself() {
        house.others(CHECK, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        renewed(CHECK);
        BackendKey key = handed();
        assertThat(house.duties.heard(key, CHECK, 1, house.now)).isFalse();
        assertThat(house.duties.heard(key, CHECK, 1, house.now + 2_999_999_999L))
                .isFalse();
        assertThat(house.duties.heard(key, CHECK, 1, house.now + 3_000_000_000L))
                .isTrue();
        assertThat(house.duties.checks(key, CHECK, house.now)).isTrue();
        assertThat(house.duties.votes(key, CHECK, house.now)).as("for itself").isFalse();
        assertThat(house.duties.heard(key, CHECK, 2, house.now)).isTrue();
        assertThat(house.duties.checks(key, CHECK, house.now)).isFalse();
        assertThat(house.duties.heard(key, CHECK, 1, house.now + 9_000_000_000L))
                .as("the wait begins anew")
                .isFalse();
    }

    private BackendKey handed() {
        return ALL.stream()
                .filter(key -> !house.duties.owns(key, CHECK, house.now))
                .findFirst()
                .orElseThrow();
    }
}
