package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN =
            List.of("idle-timeout", "fin-timeout", "stall-timeout", "bind", "pool", "max-connections", "algorithm");

    @Test
    void aMistypedWordFindsItsKey() {
        assertThat(Nearest.of("idletimeout", KNOWN)).contains("idle-timeout");
        assertThat(Nearest.of("IdleTimeout", KNOWN)).contains("idle-timeout");
        assertThat(Nearest.of("idel-timeout", KNOWN)).contains("idle-timeout");
        assertThat(Nearest.of("bnid", KNOWN)).contains("bind");
        assertThat(Nearest.of("pol", KNOWN)).contains("pool");
    }

    @Test
    void anotherBalancersWordFindsOurs() {
        assertThat(Nearest.of("maxconn", KNOWN)).contains("max-connections");
        assertThat(Nearest.of("balance", KNOWN)).contains("algorithm");
        assertThat(Nearest.of("balance", List.of("bind"))).isEmpty();
    }

    @Test
    void whatIsFarFromEverythingFindsNothing() {
        assertThat(Nearest.of("colour", KNOWN)).isEmpty();
        assertThat(Nearest.of("x", KNOWN)).isEmpty();
        assertThat(Nearest.of("--", KNOWN)).isEmpty();
        assertThat(Nearest.of("b".repeat(10_000), KNOWN)).isEmpty();
    }

    @Test
    void distancesAreTheKnownOnes() {
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
        assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("same", "same")).isZero();
    }
}
