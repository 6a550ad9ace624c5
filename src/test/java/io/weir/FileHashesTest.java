package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigFile;
import io.weir.config.Outcome;
import io.weir.model.PoolSettings;
import io.weir.registry.peer.NodeFacts;
import io.weir.registry.peer.PeerCodec;
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

    /** A node may have thousands of pools; what it tells of them has to fit into a message all the same. */
    @Test
    void ofManyPoolsGroupsAreTold() throws Exception {
        FileHashes own = FileHashes.of(many(3000, 1));
        FileHashes other = FileHashes.of(many(3000, 2));
        assertThat(PeerCodec.bytes(facts(own)).length).isLessThan(32 * 1024);
        assertThat(own.divergent(List.of(facts(own)))).isEmpty();
        assertThat(own.divergent(List.of(facts(other))))
                .contains("a-pool-with-a-name-7")
                .hasSizeLessThan(60);
        FileHashes few = FileHashes.of(many(10, 1));
        assertThat(few.divergent(List.of(facts(own)))).contains("a-pool-with-a-name-7");
        assertThat(own.divergent(List.of(facts(few)))).hasSize(2990);
    }

    private Map<String, PoolSettings> many(int count, int weightOfOne) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("weir.pools.a-pool-with-a-name-%d.backends = [{ address = \"10.0.0.1:80\", weight = %d }]%n"
                    .formatted(i, i == 7 ? weightOfOne : 1));
        }
        return pools(text.toString());
    }

    private static NodeFacts facts(FileHashes hashes) {
        return new NodeFacts("1", 0, 0, hashes.whole(), hashes.told());
    }

    private Map<String, PoolSettings> pools(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("application.conf"), text);
        if (ConfigFile.read(file, ThisHost.look()) instanceof Outcome.Good good) {
            return good.settings().pools();
        }
        throw new AssertionError("the file has problems");
    }
}
