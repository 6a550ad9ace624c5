package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigFile;
import io.weir.config.Host;
import io.weir.config.Outcome;
import io.weir.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSettingsTest {
    private static final Host HOST = new Host("box", 4, 1_048_576, 16L << 30, Instant.EPOCH, Map.of());

    @TempDir
    private Path directory;

    private Outcome.Good good(String text) throws IOException {
        Path file = directory.resolve("weir.conf");
        Files.writeString(file, text);
        Outcome outcome = ConfigFile.read(file, HOST);
        assertThat(outcome).isInstanceOf(Outcome.Good.class);
        return (Outcome.Good) outcome;
    }

    /** Each part of the settings is the file's or the running node's, and this names which. */
    @Test
    void eachPartIsTheFilesOrStaysAsItWasStarted() throws IOException {
        Outcome.Good start =
                good("weir { listeners.web { bind = \"*:1\", pool = web, backlog = 7 }, pools.web.backends = [] }");
        Settings file = good("""
                weir {
                  node { name = other, data-dir = other }
                  max-connections = 77
                  event-loops.count = 9
                  cluster.name = other
                  admin { bind = "127.0.0.1:1234", hosts = [ "other" ], tokens = [ { name = x, token = "0123456789abcdef" } ] }
                  listeners.web { bind = "*:2", pool = other, backlog = 8 }
                  listeners.more { bind = "*:3", pool = other, backlog = 8 }
                  pools.other.backends = []
                  shutdown.drain = 1s
                  access-log.enabled = off
                  log.level = debug
                }
                pekko.log-dead-letters = 3
                """).settings();
        Settings own = start.settings();
        Settings taken = new RunningSettings(start, 0).takenOn(file);
        assertThat(taken.node()).isEqualTo(own.node());
        assertThat(taken.eventLoops()).isEqualTo(own.eventLoops());
        assertThat(taken.cluster()).isEqualTo(own.cluster());
        assertThat(taken.pekko()).isEqualTo(own.pekko());
        assertThat(taken.admin().bind()).isEqualTo(own.admin().bind());
        assertThat(taken.admin().tls()).isEqualTo(own.admin().tls());
        assertThat(taken.admin().hosts()).isEqualTo(file.admin().hosts());
        assertThat(taken.admin().tokens()).isEqualTo(file.admin().tokens());
        assertThat(taken.maxConnections()).isEqualTo(77);
        assertThat(taken.listeners().get("web"))
                .isEqualTo(file.listeners().get("web").withBacklog(7));
        assertThat(taken.listeners().get("more")).isEqualTo(file.listeners().get("more"));
        assertThat(taken.pools()).isEqualTo(file.pools());
        assertThat(taken.shutdown()).isEqualTo(file.shutdown());
        assertThat(taken.accessLog()).isEqualTo(file.accessLog());
        assertThat(taken.log()).isEqualTo(file.log());
    }
}
