package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.weir.admin.YieldingExecutor;
import org.junit.jupiter.api.Test;

class DataSystemConfigTest {
    /** One message at a time, because it gives way between them; each 50 µs within one. */
    @Test
    void whatAnswersTheAdminPortGivesWayBetweenMessages() {
        Config answers = DataSystem.config("", "").getConfig("pekko.actor.default-dispatcher");
        assertThat(answers.getString("executor")).isEqualTo(YieldingExecutor.class.getName());
        assertThat(answers.getInt("throughput")).isEqualTo(1);
    }
}
