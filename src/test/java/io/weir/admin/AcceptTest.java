package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | true",
                "application/openmetrics-text; version=1.0.0 | true",
                "text/plain | false",
                "text/plain;q=0.9, application/openmetrics-text;q=0.5 | false",
                "application/openmetrics-text;q=0 | false",
                "application/openmetrics-text;q=x | false",
                "*/* | false",
                "| false"
            })
    void openMetricsMustBeNamedAndWelcome(@Nullable String header, boolean expected) {
        assertThat(Accept.prefersOpenMetrics(header)).isEqualTo(expected);
    }
}
