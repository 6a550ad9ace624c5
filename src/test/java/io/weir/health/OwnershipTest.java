package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final int OWNERS = 3;

    // Worked out by a second implementation, in another language.
    private static final long VECTOR_BACKEND = 0x8C95_C1F0_8B9C_1716L;
    private static final long VECTOR_SCORE = 0xF34D_0D6B_32AA_39FDL;
    private static final String[] VECTOR_OWNERS = {"10.0.0.2", "10.0.0.4", "10.0.0.3"};

    private static List<HostPort> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new HostPort("10.0.0." + i, 17355))
                .toList();
    }

    private static BackendKey backend(int i) {
        HostPort address = new HostPort("192.0.2." + i % 250, 9000 + i / 250);
        return new BackendKey("web", address.toString(), address);
    }

    private static List<HostPort> owners(BackendKey backend, List<HostPort> nodes) {
        return Ownership.of(backend, nodes, Function.identity(), OWNERS);
    }

    @Test
    void theHashIsPartOfTheProtocol() {
        BackendKey backend = new BackendKey("web", "b1", new HostPort("127.0.0.1", 9001));
        assertThat(Ownership.hash(backend)).isEqualTo(VECTOR_BACKEND);
        assertThat(Ownership.score(VECTOR_BACKEND, "10.0.0.1:17355")).isEqualTo(VECTOR_SCORE);
        assertThat(owners(backend, nodes(6)).stream().map(HostPort::host)).containsExactly(VECTOR_OWNERS);
    }

    @Test
    void theOrderInWhichNodesAreKnownDoesNotMatter() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<HostPort> nodes = nodes(1 + random.nextInt(12));
            List<HostPort> shuffled = new ArrayList<>(nodes);
            Collections.shuffle(shuffled, random);
            BackendKey backend = backend(random.nextInt(10_000));
            assertThat(owners(backend, shuffled))
                    .as("seed %d", seed)
                    .isEqualTo(owners(backend, nodes))
                    .doesNotHaveDuplicates()
                    .hasSize(Math.min(OWNERS, nodes.size()));
        }
    }

    @Test
    @Tag("contract-7")
    void aNodeThatGoesIsReplacedAndNothingElseMoves() {
        List<HostPort> all = nodes(10);
        for (int gone = 0; gone < all.size(); gone++) {
            List<HostPort> left = new ArrayList<>(all);
            left.remove(gone);
            for (int i = 0; i < 300; i++) {
                List<HostPort> before = owners(backend(i), all);
                List<HostPort> after = owners(backend(i), left);
                List<HostPort> stayed = new ArrayList<>(before);
                stayed.remove(all.get(gone));
                assertThat(after).as("backend %d without node %d", i, gone).containsAll(stayed);
                if (!before.contains(all.get(gone))) {
                    assertThat(after).as("backend %d without node %d", i, gone).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void everyNodeOwnsItsShare() {
        for (int count : new int[] {4, 10, 50}) {
            Map<HostPort, Integer> owned = new HashMap<>();
            int backends = 6000;
            for (int i = 0; i < backends; i++) {
                owners(backend(i), nodes(count)).forEach(node -> owned.merge(node, 1, Integer::sum));
            }
            double share = (double) backends * OWNERS / count;
            // Six standard deviations of a fair draw.
            double off = 6 * Math.sqrt(share);
            assertThat(nodes(count))
                    .allSatisfy(node -> assertThat(owned.getOrDefault(node, 0))
                            .as("%s of %d nodes", node, count)
                            .isBetween((int) (share - off), (int) (share + off)));
        }
    }

    @Test
    void asManyNodesProbeABackendOfTenNodesAsOfThree() {
        for (int i = 0; i < 100; i++) {
            assertThat(owners(backend(i), nodes(10))).hasSameSizeAs(owners(backend(i), nodes(3)));
        }
    }

    @Test
    void thereIsAlwaysAnOwner() {
        assertThatThrownBy(() -> Ownership.of(backend(1), nodes(3), Function.identity(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(owners(backend(1), List.of())).isEmpty();
    }
}
