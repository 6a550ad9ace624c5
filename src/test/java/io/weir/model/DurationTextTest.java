package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000001S, 1ns",
        "PT1.000001S, 1000001us",
        "PT0.00025S, 250us",
        "PT1.5S, 1500ms",
        "PT30S, 30s",
        "PT60S, 1m",
        "PT90S, 90s",
        "PT5M, 5m",
        "PT90M, 90m",
        "PT24H, 1d",
        "PT25H, 25h",
        "PT-5M, -5m"
    })
    void itIsWrittenInTheLargestUnitThatIsExactAndReadBackAsTheSame(Duration time, String text) {
        assertThat(DurationText.of(time)).isEqualTo(text);
        assertThat(ConfigValueFactory.fromAnyRef(text).atKey("v").getDuration("v"))
                .isEqualTo(time);
    }

    @Test
    void aSenselesslyLongOneIsShownTooAsAnotherNodeMaySendIt() {
        assertThat(DurationText.of(Duration.ofMillis(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE + "ms");
    }
}
