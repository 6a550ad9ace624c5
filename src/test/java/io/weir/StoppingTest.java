package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Off;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoppingTest {
    @Test
    void aDrainThatIsOffIsSaidToBeWithoutEnd() {
        assertThat(Stopping.howLong(Off.TIME)).isEqualTo("until the last one has ended");
        assertThat(Stopping.howLong(Duration.ofSeconds(30))).isEqualTo("for 30s");
    }
}
