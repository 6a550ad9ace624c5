package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Pekko itself says of settings that are of the right kind. */
class TrialStartTest {
    private final TrialStart trial = new TrialStart();

    @Test
    void whatMakesSenseStarts() {
        assertThat(trial.complaint("")).isNull();
        assertThat(trial.complaint("""
                        pekko {
                          loglevel = DEBUG
                          cluster { roles = [edge], min-nr-of-members = 3, split-brain-resolver.stable-after = 5s }
                          actor.default-dispatcher.throughput = 7
                          http.server.idle-timeout = infinite
                        }
                        """)).isNull();
    }

    @Test
    void whatMakesNoneIsSaidInPekkosWords() {
        Map.of(
                        "pekko.actor.default-dispatcher.executor = nonsense", "no class nonsense",
                        "pekko.cluster.min-nr-of-members = 0", "min-nr-of-members must be > 0",
                        "pekko.loglevel = LOUD", "level",
                        "pekko.loggers = [\"no.such.Logger\"]", "no class no.such.Logger")
                .forEach((setting, word) -> assertThat(trial.complaint(setting))
                        .as(setting)
                        .isNotNull()
                        .contains(word));
    }

    /** What an actor finds out when the system runs already; which of its words come first is a matter of luck. */
    @Test
    void whatShowsOnlyWhenTheSystemRunsIsFoundToo() {
        for (String setting : List.of(
                "pekko.cluster.split-brain-resolver.stable-after = -5s",
                "pekko.cluster.failure-detector.threshold = -1",
                "pekko.cluster.gossip-interval = 0s",
                "pekko.http.server.max-connections = -1")) {
            assertThat(trial.complaint(setting)).as(setting).isNotBlank();
        }
    }
}
