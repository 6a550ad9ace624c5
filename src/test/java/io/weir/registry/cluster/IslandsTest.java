package io.weir.registry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import io.weir.model.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IslandsTest {
    private static final HostPort A = at(1);
    private static final HostPort B = at(2);
    private static final HostPort C = at(3);
    private static final Move STAY = new Move.Stay();
    private static final Move FOUND = new Move.Found();

    @Test
    @Tag("contract-8")
    void aNodeWithoutSeedsFoundsAtOnce() {
        assertThat(new Islands(A, List.of(), 0).looking(0)).isEqualTo(FOUND);
        assertThat(new Islands(A, List.of(A), 0).looking(0)).isEqualTo(FOUND);
    }

    @Test
    @Tag("contract-8")
    void aNodeThatFindsNoSeedFoundsAfterTenSeconds() {
        Islands node = new Islands(A, List.of(A, B, C), 0);
        assertThat(node.looking(seconds(9.9))).isEqualTo(STAY);
        assertThat(node.looking(seconds(10))).isEqualTo(FOUND);
    }

    @Test
    @Tag("contract-8")
    void ofNodesThatStartTogetherTheLowestFoundsAsSoonAsAllAreThere() {
        Islands low = new Islands(A, List.of(C, B, A), 0);
        Islands high = new Islands(C, List.of(A, B, C), 0);
        low.heard(hail(B, 2, null), seconds(0.1));
        assertThat(low.looking(seconds(0.1))).isEqualTo(STAY);
        low.heard(hail(C, 3, null), seconds(0.2));
        assertThat(low.looking(seconds(0.2))).isEqualTo(FOUND);
        high.heard(hail(A, 1, null), seconds(0.1));
        high.heard(hail(B, 2, null), seconds(0.1));
        assertThat(high.looking(seconds(0.2))).isEqualTo(STAY);
    }

    @Test
    void whoWaitsForAnotherToFoundDoesNotWaitForEver() {
        Islands high = new Islands(C, List.of(A, B), 0);
        for (double now = 0; now < 14.9; now += 0.5) {
            high.heard(hail(A, 1, null), seconds(now));
            assertThat(high.looking(seconds(now))).isEqualTo(STAY);
        }
        assertThat(high.looking(seconds(15))).isEqualTo(FOUND);
    }

    @Test
    @Tag("contract-8")
    void aNodeJoinsTheGreatestOfTheClustersItFinds() {
        Islands node = new Islands(A, List.of(B, C), 0);
        node.heard(hail(B, 2, island(5, 2)), seconds(0.1));
        assertThat(node.looking(seconds(0.1))).as("another may still answer").isEqualTo(STAY);
        node.heard(hail(C, 3, island(9, 3, 4)), seconds(0.2));
        assertThat(node.looking(seconds(0.2))).isEqualTo(new Move.Join(C));
        Islands other = new Islands(A, List.of(B, C), 0);
        other.heard(hail(B, 2, island(5, 2)), seconds(0.1));
        assertThat(other.looking(seconds(1))).as("nobody else did").isEqualTo(new Move.Join(B));
    }

    @Test
    @Tag("contract-8")
    void theSmallerThenTheYoungerGoesToTheOther() {
        assertThat(island(9, 1, 2).outranks(island(5, 3))).isTrue();
        assertThat(island(5, 3).outranks(island(9, 1, 2))).isFalse();
        assertThat(island(5, 1).outranks(island(9, 2))).isTrue();
        assertThat(island(9, 2).outranks(island(5, 1))).isFalse();
        assertThat(island(5, 1).outranks(island(5, 2)))
                .isNotEqualTo(island(5, 2).outranks(island(5, 1)));

        Islands node = new Islands(A, List.of(B), 0);
        Island own = island(5, 1);
        node.heard(hail(B, 2, island(9, 2, 3)), seconds(0));
        assertThat(node.member(own, seconds(0))).as("not at first sight").isEqualTo(STAY);
        node.heard(hail(B, 2, island(9, 2, 3)), seconds(2));
        assertThat(node.member(own, seconds(2))).isEqualTo(new Move.Merge(B, island(9, 2, 3)));
    }

    @Test
    void oneClusterSeenAtTwoMomentsIsNoRival() {
        Islands node = new Islands(A, List.of(B), 0);
        Island own = island(5, 1, 2);
        for (int second = 0; second < 6; second++) {
            node.heard(hail(B, 9, island(4, 2, 3, 4)), seconds(second));
            assertThat(node.member(own, seconds(second))).isEqualTo(STAY);
            node.heard(hail(C, 2, island(4, 7, 8, 9)), seconds(second));
            assertThat(node.member(own, seconds(second))).as("a member of ours").isEqualTo(STAY);
        }
    }

    @Test
    void whatWasHeardLongAgoDoesNotCount() {
        Islands node = new Islands(A, List.of(B, C), 0);
        node.heard(hail(B, 2, island(5, 2)), 0);
        assertThat(node.looking(seconds(8))).isEqualTo(STAY);
        assertThat(node.looking(seconds(10))).isEqualTo(FOUND);
    }

    /** Nodes with any seeds, starts, losses of hails and cuts: once all can hear each other they are one within 30 seconds. */
    @Test
    @Tag("contract-8")
    void anyNodesBecomeOneClusterWithinThirtySecondsOfHealing() {
        Seed seed = Seed.fresh();
        for (int round = 0; round < 300; round++) {
            RandomGenerator random = seed.random(round);
            Sea sea = new Sea(random, 2 + random.nextInt(6));
            double cutUntil = random.nextInt(60);
            for (double now = 0; now < cutUntil + 60; now += 0.25) {
                sea.step(now, now < cutUntil);
                if (now >= cutUntil + 30) {
                    assertThat(sea.clusters())
                            .as("round %d at %s, cut until %s, %s", round, now, cutUntil, seed)
                            .hasSize(1);
                }
            }
        }
    }

    /** A model of nodes that hail each other; membership itself takes a second and is otherwise perfect. */
    private static final class Sea {
        private final RandomGenerator random;
        private final List<Boat> boats = new ArrayList<>();
        private long uids;

        private static final class Boat {
            HostPort at = A;
            Set<HostPort> seeds = Set.of();
            int side;
            double starts;
            long uid;

            @Nullable
            Islands mind;

            @Nullable
            Set<Boat> island;

            @Nullable
            Boat joining;

            double joinsAt;
        }

        Sea(RandomGenerator random, int count) {
            this.random = random;
            List<HostPort> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(at(10 + i));
            }
            for (int i = 0; i < count; i++) {
                Boat boat = new Boat();
                boat.at = all.get(i);
                // Everyone knows the first two at least, perhaps in another order; some know all
                List<HostPort> seeds = new ArrayList<>(random.nextBoolean() ? all : all.subList(0, 2));
                Collections.shuffle(seeds, Random.from(random));
                boat.seeds = new LinkedHashSet<>(seeds);
                boat.side = random.nextInt(3);
                boat.starts = random.nextInt(10);
                boat.uid = ++uids;
                boats.add(boat);
            }
        }

        void step(double now, boolean cut) {
            for (Boat boat : boats) {
                if (now < boat.starts) {
                    continue;
                }
                if (boat.mind == null) {
                    boat.mind = new Islands(boat.at, boat.seeds, seconds(now));
                    boat.island = null;
                    boat.joining = null;
                    boat.uid = ++uids;
                }
                hail(boat, now, cut);
                settle(boat, now);
                act(boat, now);
            }
        }

        private void hail(Boat from, double now, boolean cut) {
            for (Boat to : boats) {
                boolean heard = to.mind != null && !(cut && to.side != from.side) && random.nextInt(10) > 0;
                if (from.mind.targets().contains(to.at) && heard) {
                    to.mind.heard(hailOf(from), seconds(now));
                    from.mind.heard(hailOf(to), seconds(now));
                }
            }
        }

        private void settle(Boat boat, double now) {
            if (boat.joining != null && now >= boat.joinsAt) {
                Set<Boat> island = boat.joining == boat ? new HashSet<>() : boat.joining.island;
                if (island != null) {
                    island.add(boat);
                    boat.island = island;
                }
                boat.joining = null;
            }
        }

        private void act(Boat boat, double now) {
            if (boat.joining != null) {
                return;
            }
            Move move = boat.island == null
                    ? boat.mind.looking(seconds(now))
                    : boat.mind.member(islandOf(boat.island), seconds(now));
            switch (move) {
                case Move.Stay() -> {}
                case Move.Found() -> sail(boat, boat, now);
                case Move.Join(HostPort to) -> sail(boat, named(to), now);
                case Move.Merge(HostPort to, Island into) -> {
                    Set<HostPort> known = new HashSet<>(boat.seeds);
                    known.add(to);
                    boat.island.remove(boat);
                    boat.island.forEach(mate -> {
                        mate.mind.heard(new Hail("weir", "", into.oldest(), to, into, true), seconds(now));
                    });
                    boat.seeds = known;
                    boat.mind = null;
                    boat.starts = now + 1;
                }
            }
        }

        private void sail(Boat boat, Boat to, double now) {
            boat.joining = to;
            boat.joinsAt = now + 1;
        }

        private Boat named(HostPort at) {
            return boats.stream().filter(boat -> boat.at.equals(at)).findFirst().orElseThrow();
        }

        Set<Set<Boat>> clusters() {
            Set<Set<Boat>> clusters = new HashSet<>();
            boats.forEach(boat -> clusters.add(boat.island == null ? Set.of(boat) : boat.island));
            return clusters;
        }

        private static Island islandOf(Set<Boat> boats) {
            Boat oldest = boats.stream()
                    .min(Comparator.comparingLong(boat -> boat.uid))
                    .orElseThrow();
            Set<Long> uids = new HashSet<>();
            boats.forEach(boat -> uids.add(boat.uid));
            return new Island(uids, oldest.uid, oldest.uid);
        }

        private static Hail hailOf(Boat boat) {
            return new Hail("weir", "", boat.uid, boat.at, boat.island == null ? null : islandOf(boat.island), true);
        }
    }

    private static Hail hail(HostPort from, long uid, @Nullable Island island) {
        return new Hail("weir", "n" + uid, uid, from, island, true);
    }

    private static Island island(long since, long... uids) {
        return new Island(Arrays.stream(uids).boxed().collect(Collectors.toSet()), uids[0], since);
    }

    private static HostPort at(int port) {
        return new HostPort("10.0.0.1", port);
    }

    private static long seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000)).toNanos();
    }
}
