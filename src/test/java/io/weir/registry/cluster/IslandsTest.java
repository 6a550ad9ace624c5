package io.weir.registry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import io.weir.model.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        assertThat(new Islands(A, 1, List.of(), 0).looking(0)).isEqualTo(FOUND);
        assertThat(new Islands(A, 1, List.of(A), 0).looking(0)).isEqualTo(FOUND);
    }

    @Test
    @Tag("contract-8")
    void aNodeThatFindsNoSeedFoundsAfterTenSeconds() {
        Islands node = new Islands(A, 1, List.of(A, B, C), 0);
        assertThat(node.looking(seconds(9.9))).isEqualTo(STAY);
        assertThat(node.looking(seconds(10))).isEqualTo(FOUND);
    }

    @Test
    @Tag("contract-8")
    void ofNodesThatStartTogetherTheLowestFoundsAsSoonAsAllAreThere() {
        Islands low = new Islands(A, 1, List.of(C, B, A), 0);
        Islands high = new Islands(C, 3, List.of(A, B, C), 0);
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
        Islands high = new Islands(C, 3, List.of(A, B), 0);
        for (double now = 0; now < 14.9; now += 0.5) {
            high.heard(hail(A, 1, null), seconds(now));
            assertThat(high.looking(seconds(now))).isEqualTo(STAY);
        }
        assertThat(high.looking(seconds(15))).isEqualTo(FOUND);
    }

    @Test
    @Tag("contract-8")
    void aNodeJoinsTheGreatestOfTheClustersItFinds() {
        Islands node = new Islands(A, 1, List.of(B, C), 0);
        node.heard(hail(B, 2, island(5, 2)), seconds(0.1));
        assertThat(node.looking(seconds(0.1))).as("another may still answer").isEqualTo(STAY);
        node.heard(hail(C, 3, island(9, 3, 4)), seconds(0.2));
        assertThat(node.looking(seconds(0.2))).isEqualTo(new Move.Join(C));
        Islands other = new Islands(A, 1, List.of(B, C), 0);
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

        Islands node = new Islands(A, 1, List.of(B), 0);
        Island own = island(5, 1);
        node.heard(hail(B, 2, island(9, 2, 3)), seconds(0));
        assertThat(node.member(own, seconds(0))).as("not at first sight").isEqualTo(STAY);
        node.heard(hail(B, 2, island(9, 2, 3)), seconds(2));
        assertThat(node.member(own, seconds(2))).isEqualTo(new Move.Merge(B, island(9, 2, 3)));
    }

    @Test
    void oneClusterSeenAtTwoMomentsIsNoRival() {
        Islands node = new Islands(A, 1, List.of(B), 0);
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
        Islands node = new Islands(A, 1, List.of(B, C), 0);
        node.heard(hail(B, 2, island(5, 2)), 0);
        assertThat(node.looking(seconds(8))).isEqualTo(STAY);
        assertThat(node.looking(seconds(10))).isEqualTo(FOUND);
    }

    @Test
    void whoAnsweredNothingLatelyIsSilent() {
        Islands node = new Islands(A, 1, List.of(A, C, B), 0);
        assertThat(node.silent(0)).containsExactly(B, C);
        node.heard(hail(C, 3, null), seconds(1));
        assertThat(node.silent(seconds(2))).containsExactly(B);
        assertThat(node.silent(seconds(9))).containsExactly(B, C);
    }

    /** A wish that was not answered may yet be granted: whoever goes elsewhere with it would be of two clusters. */
    @Test
    @Tag("contract-8")
    void whoIsNotAnsweredBeginsAnewAndDoesNotGoElsewhere() {
        Islands node = new Islands(C, 3, List.of(A, B), 0);
        node.heard(hail(A, 1, island(5, 1)), seconds(0.1));
        node.heard(hail(B, 2, null), seconds(0.1));
        assertThat(node.looking(seconds(0.1))).isEqualTo(new Move.Join(A));
        for (double now = 0.5; now < 10; now += 0.5) {
            node.heard(hail(B, 2, island(1, 2, 9)), seconds(now));
            assertThat(node.looking(seconds(now))).isEqualTo(STAY);
        }
        assertThat(node.looking(seconds(10.1))).isEqualTo(new Move.Anew());
    }

    @Test
    @Tag("contract-8")
    void whoIsCountedByAnotherClusterAsItsOwnBeginsAnew() {
        Islands node = new Islands(C, 3, List.of(A, B), 0);
        Island own = island(5, 2, 3);
        for (double now = 0; now < 10; now += 0.5) {
            node.heard(hail(A, 1, island(9, 1, 3)), seconds(now));
            assertThat(node.member(own, seconds(now))).isEqualTo(STAY);
        }
        node.heard(hail(A, 1, island(9, 1, 3)), seconds(10));
        assertThat(node.member(own, seconds(10))).isEqualTo(new Move.Anew());
    }

    @Test
    void whoWasRemovedAndDoesNotKnowItYetMakesNobodyBeginAnew() {
        Islands node = new Islands(C, 3, List.of(A, B), 0);
        Island own = island(5, 2, 3);
        for (double now = 0; now < 60; now += 0.5) {
            node.heard(hail(A, 1, island(4, 1, 2, 3)), seconds(now));
            assertThat(node.member(own, seconds(now))).isEqualTo(STAY);
        }
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
            double calm = Math.max(cutUntil, sea.calm());
            // An incarnation that is no more has to be removed first
            double limit = sea.anyStill() ? 45 : 30;
            for (double now = 0; now < calm + 90; now += 0.25) {
                sea.step(now, now < cutUntil);
                if (now >= calm + limit) {
                    assertThat(sea.clusters())
                            .as("round %d at %s, calm from %s, %s", round, now, calm, seed)
                            .hasSize(1);
                }
            }
        }
    }

    /**
     * A model of nodes that hail each other. Membership takes a second where whoever is asked is awake; nodes stand still for
     * a while and grant then what was asked long before, also to incarnations that are no more, which are removed in time.
     */
    private static final class Sea {
        private final RandomGenerator random;
        private final List<Boat> boats = new ArrayList<>();
        private long uids;

        private static final double REMOVED = 15;

        private static final class Boat {
            HostPort at = A;
            Set<HostPort> seeds = Set.of();
            int side;
            double starts;
            double stillFrom = Double.MAX_VALUE;
            double stillUntil;
            long uid;

            @Nullable
            Islands mind;

            @Nullable
            Land land;

            boolean isStill(double now) {
                return now >= stillFrom && now < stillUntil;
            }
        }

        /** A cluster: its members' incarnations and since when each of them is not there. */
        private static final class Land {
            final Map<Long, Double> uids = new HashMap<>();
        }

        private record Wish(Boat from, long uid, Boat to, double at) {}

        private final List<Wish> wishes = new ArrayList<>();

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
                if (random.nextInt(3) == 0) {
                    boat.stillFrom = boat.starts + random.nextDouble() * 15;
                    boat.stillUntil = boat.stillFrom + random.nextInt(45);
                }
                boats.add(boat);
            }
        }

        boolean anyStill() {
            return boats.stream().anyMatch(boat -> boat.stillUntil > 0);
        }

        /** When the last of them moves again. */
        double calm() {
            return boats.stream()
                    .mapToDouble(boat -> Math.max(boat.starts, boat.stillUntil))
                    .max()
                    .orElse(0);
        }

        void step(double now, boolean cut) {
            for (Boat boat : boats) {
                if (now < boat.starts || boat.isStill(now)) {
                    continue;
                }
                if (boat.mind == null) {
                    boat.uid = ++uids;
                    boat.mind = new Islands(boat.at, boat.uid, boat.seeds, seconds(now));
                    boat.land = null;
                }
                hail(boat, now, cut);
                act(boat, now);
            }
            grant(now, cut);
            remove(now);
        }

        private void hail(Boat from, double now, boolean cut) {
            for (Boat to : boats) {
                boolean heard =
                        to.mind != null && !to.isStill(now) && !(cut && to.side != from.side) && random.nextInt(10) > 0;
                if (from.mind.targets().contains(to.at) && heard) {
                    to.mind.heard(hailOf(from), seconds(now));
                    from.mind.heard(hailOf(to), seconds(now));
                }
            }
        }

        /** Whoever is asked takes the asker along when it can, whatever has become of that meanwhile. */
        private void grant(double now, boolean cut) {
            for (Wish wish : List.copyOf(wishes)) {
                boolean reached = !(cut && wish.to().side != wish.from().side);
                if (now < wish.at() + 1 || wish.to().isStill(now) || !reached) {
                    continue;
                }
                wishes.remove(wish);
                Land land = wish.to() == wish.from() ? new Land() : wish.to().land;
                if (land != null) {
                    land.uids.put(wish.uid(), Double.NaN);
                    boolean waits = wish.from().uid == wish.uid() && wish.from().mind != null;
                    if (waits && wish.from().land == null && !wish.from().isStill(now)) {
                        wish.from().land = land;
                    }
                }
            }
        }

        /** Who is counted as a member and is not there is removed after a while. */
        private void remove(double now) {
            Set<Land> lands = Collections.newSetFromMap(new IdentityHashMap<>());
            boats.stream().filter(boat -> boat.land != null).forEach(boat -> lands.add(boat.land));
            for (Land land : lands) {
                Set<Long> there = boats.stream()
                        .filter(boat -> boat.mind != null && (boat.land == land || isOfTwo(boat, land)))
                        .map(boat -> boat.uid)
                        .collect(Collectors.toSet());
                land.uids.replaceAll(
                        (uid, since) -> there.contains(uid) ? Double.NaN : Double.isNaN(since) ? now : since);
                land.uids.values().removeIf(since -> now - since >= REMOVED);
            }
        }

        /** A node that became a member elsewhere answers to what asks after its incarnation, and so is never missed. */
        private static boolean isOfTwo(Boat boat, Land land) {
            return boat.land != null && land.uids.containsKey(boat.uid);
        }

        private void act(Boat boat, double now) {
            Move move = boat.land == null
                    ? boat.mind.looking(seconds(now))
                    : boat.mind.member(islandOf(boat.land), seconds(now));
            switch (move) {
                case Move.Stay() -> {}
                case Move.Found() -> wishes.add(new Wish(boat, boat.uid, boat, now));
                case Move.Join(HostPort to) -> wishes.add(new Wish(boat, boat.uid, named(to), now));
                case Move.Anew() -> restart(boat, now);
                case Move.Merge(HostPort to, Island into) -> {
                    Set<HostPort> known = new HashSet<>(boat.seeds);
                    known.add(to);
                    boat.land.uids.remove(boat.uid);
                    boats.stream()
                            .filter(mate -> mate != boat && mate.land == boat.land)
                            .forEach(mate ->
                                    mate.mind.heard(new Hail("weir", "", into.oldest(), to, into, true), seconds(now)));
                    boat.seeds = known;
                    restart(boat, now);
                }
            }
        }

        private static void restart(Boat boat, double now) {
            boat.mind = null;
            boat.land = null;
            boat.starts = now + 1;
        }

        private Boat named(HostPort at) {
            return boats.stream().filter(boat -> boat.at.equals(at)).findFirst().orElseThrow();
        }

        Set<Set<Boat>> clusters() {
            IdentityHashMap<Object, Set<Boat>> clusters = new IdentityHashMap<>();
            boats.forEach(boat -> clusters.computeIfAbsent(boat.land == null ? boat : boat.land, any -> new HashSet<>())
                    .add(boat));
            return new HashSet<>(clusters.values());
        }

        private static Island islandOf(Land land) {
            long oldest = Collections.min(land.uids.keySet());
            return new Island(land.uids.keySet(), oldest, oldest);
        }

        private static Hail hailOf(Boat boat) {
            return new Hail("weir", "", boat.uid, boat.at, boat.land == null ? null : islandOf(boat.land), true);
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
