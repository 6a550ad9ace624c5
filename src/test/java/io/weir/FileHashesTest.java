package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigFile;
import io.weir.config.Outcome;
import io.weir.model.PoolSettings;
import io.weir.registry.peer.NodeFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
    @TempDir
    Path folder;

    @Test
    void filesThatMeanTheSameHaveTheSameHashes() throws Exception {
        FileHashes one = FileHashes.of(pools("""
                weir.pools.web { backends = ["10.0.0.1:80", "10.0.0.2:80"], algorithm = round-robin }
                weir.pools.db { backends = ["10.0.0.3:5432"] }
                """));
        FileHashes other = FileHashes.of(pools("""
                weir.node.name = another
                # The order of pools means nothing, nor does a default that is written down
                weir.pools.db { backends = [{ address = "10.0.0.3:5432", weight = 1 }] }
                weir.pools.web.algorithm = round-robin
                weir.pools.web.backends = ["10.0.0.1:80", "10.0.0.2:80"]
                """));
        assertThat(one).isEqualTo(other);
        assertThat(one.divergent(List.of(facts(other)))).isEmpty();
    }

    @Test
    void aPoolOfWhichAnotherFileSaysSomethingElseDiverges() throws Exception {
        FileHashes own = FileHashes.of(pools("""
                weir.pools.web { backends = ["10.0.0.1:80"] }
                weir.pools.db { backends = ["10.0.0.3:5432"] }
                weir.pools.mine { backends = ["10.0.0.4:1"] }
                """));
        FileHashes other = FileHashes.of(pools("""
                weir.pools.web { backends = ["10.0.0.1:80"] }
                weir.pools.db { backends = [{ address = "10.0.0.3:5432", weight = 2 }] }
                """));
        assertThat(own.divergent(List.of(facts(own), facts(other)))).containsExactly("db", "mine");
        assertThat(other.divergent(List.of(facts(own)))).containsExactly("db");
        assertThat(own.whole()).isNotEqualTo(other.whole());
    }

    private static NodeFacts facts(FileHashes hashes) {
        return new NodeFacts("1", 0, 0, hashes.whole(), hashes.pools());
    }

    private Map<String, PoolSettings> pools(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("application.conf"), text);
        if (ConfigFile.read(file, ThisHost.look()) instanceof Outcome.Good good) {
            return good.settings().pools();
        }
        throw new AssertionError("the file has problems");
    }
}
