package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.ShortStack;
import io.weir.model.Algorithm;
import io.weir.model.CheckKind;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolJsonTest {
    private static PoolSettings good(String json) {
        PoolJson.Read read = PoolJson.read("late", json);
        assertThat(read.problems()).isEmpty();
        return read.settings().getFirst();
    }

    @Test
    void anEmptyObjectIsAPoolWithEveryDefault() {
        PoolSettings settings = good("{}");
        assertThat(settings.name()).isEqualTo("late");
        assertThat(settings.algorithm()).isEqualTo(Algorithm.POWER_OF_TWO_CHOICES);
        assertThat(settings.maxConnections()).isEqualTo(Off.COUNT);
        assertThat(settings.backends()).isEmpty();
    }

    @Test
    void keysAreAFilesOrTheirCamelCaseFormsAndNullIsOff() {
        PoolSettings settings = good("""
                {"algorithm": "first", "maxConnections": 5, "healthCheck": {"type": "http", "interval": "3s",
                 "fast-interval": 700, "http": {"path": "/up"}}, "outlierDetection": {"consecutiveFailures": null}}""");
        assertThat(settings.algorithm()).isEqualTo(Algorithm.FIRST);
        assertThat(settings.maxConnections()).isEqualTo(5);
        assertThat(settings.healthCheck().kind())
                .isInstanceOfSatisfying(
                        CheckKind.Http.class, http -> assertThat(http.path()).isEqualTo("/up"));
        assertThat(settings.healthCheck().interval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.healthCheck().fastInterval()).isEqualTo(Duration.ofMillis(700));
        assertThat(settings.outlierDetection().consecutiveFailures()).isEqualTo(Off.COUNT);
    }

    @Test
    void everythingWrongIsSaidAtOnceWithItsPlace() {
        assertThat(PoolJson.read("late", "{\"algoritm\": 1, \"healthCheck\": {\"rise\": 0}}")
                        .problems())
                .hasSize(2)
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("algoritm: ").contains("algorithm"))
                .anySatisfy(problem -> assertThat(problem).startsWith("health-check.rise: "));
    }

    @Test
    void whatIsNoObjectOrNamesBackendsIsRefused() {
        for (String text : new String[] {"", "[]", "7", "{", "{a:1}", "x".repeat(100), "[".repeat(100_000)}) {
            assertThat(PoolJson.read("late", text).problems())
                    .as(text.length() > 20 ? "long" : text)
                    .hasSize(1);
        }
        assertThat(PoolJson.read("late", "{\"backends\": []}").problems().getFirst())
                .contains("PUT each below /pools/late/backends");
    }

    @Test
    void deepNestingIsAProblemAndNotAnOverflow() throws Exception {
        for (int deep : new int[] {31, 900, 20_000}) {
            for (String json : new String[] {
                "{\"queue\": " + "[".repeat(deep) + "]".repeat(deep) + "}",
                "{\"queue\": " + "{\"a\":".repeat(deep) + "1" + "}".repeat(deep) + "}"
            }) {
                assertThat(ShortStack.call(() -> PoolJson.read("late", json)).problems())
                        .as("%s levels", deep + 1)
                        .singleElement()
                        .matches(said -> said.equals("nested more than 32 levels deep") == deep > 31);
            }
        }
        assertThat(PoolJson.read("late", "{\"algorithm\": \"" + "[\\\"{".repeat(40) + "\"}")
                        .problems()
                        .getFirst())
                .startsWith("algorithm: ");
    }
}
