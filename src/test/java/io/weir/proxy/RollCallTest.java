package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.kit.Seed;
import io.weir.model.ConnectionPlace;
import io.weir.model.ConnectionQuery;
import io.weir.model.LiveConnection;
import io.weir.transport.EventLoop;
import io.weir.transport.socket.FakeSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists of live connections, page by page, over lists that change meanwhile. */
class RollCallTest {
    private static final long MILLI = 1_000_000;

    private ManyConnections many;

    @BeforeEach
    void start() throws Exception {
        many = new ManyConnections(2);
    }

    @AfterEach
    void stop() throws Exception {
        many.close();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(Patience.seconds(30).toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<LiveConnection> page(ConnectionQuery query) throws Exception {
        return get(many.rollCall.page(query));
    }

    private static List<Long> numbers(List<LiveConnection> page) {
        return page.stream().map(each -> each.place().number()).toList();
    }

    @Test
    void theYoungestComeFirstAndNoMoreThanAreAskedFor() throws Exception {
        many.add(0, 3, 0, "192.0.2.1");
        many.add(1, 3, 0, "192.0.2.2");
        List<LiveConnection> all = page(ConnectionQuery.all(100));
        assertThat(all).hasSize(6);
        assertThat(all.stream().map(LiveConnection::place)).isSorted();
        assertThat(page(ConnectionQuery.all(4)))
                .extracting(LiveConnection::place)
                .isEqualTo(all.subList(0, 4).stream().map(LiveConnection::place).toList());
        assertThat(all.getFirst().state()).isEqualTo(LiveConnection.State.CLOSING);
    }

    /** Whatever comes and goes between pages: who lives throughout is on exactly one of them, nobody is on two. */
    @Test
    void pagesNeitherLoseNorRepeatAConnectionThatLivesThroughout() throws Exception {
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(1);
        List<List<Connection>> live = List.of(
                new ArrayList<>(many.add(0, 500, 0, "192.0.2.1")), new ArrayList<>(many.add(1, 400, 0, "192.0.2.1")));
        for (int round = 0; round < 30; round++) {
            Set<Long> throughout = new HashSet<>();
            live.forEach(loop -> loop.forEach(each -> throughout.add(each.id())));
            List<Long> seen = new ArrayList<>();
            ConnectionQuery query = ConnectionQuery.all(1 + random.nextInt(120));
            ConnectionPlace after = null;
            while (true) {
                List<LiveConnection> page = page(query.after(after));
                seen.addAll(numbers(page));
                if (page.isEmpty()) {
                    break;
                }
                after = page.getLast().place();
                int loop = random.nextInt(2);
                List<Connection> gone = some(live.get(loop), random.nextInt(20), random);
                gone.forEach(each -> throughout.remove(each.id()));
                many.end(loop, gone);
                live.get(loop).addAll(many.add(loop, random.nextInt(20), random.nextInt(2), "192.0.2.9"));
            }
            assertThat(seen)
                    .as("%s, round %d", seed, round)
                    .doesNotHaveDuplicates()
                    .containsAll(throughout);
        }
    }

    private static List<Connection> some(List<Connection> from, int count, RandomGenerator random) {
        List<Connection> some = new ArrayList<>();
        for (int i = 0; i < count && !from.isEmpty(); i++) {
            some.add(from.remove(random.nextInt(from.size())));
        }
        return some;
    }

    /** Connections end while a round is on its way: on both sides of it, and where it stands. */
    @Test
    void aRoundStepsOverWhoEndsMeanwhile() throws Exception {
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(2);
        List<Connection> live = new ArrayList<>(many.add(0, 5 * Rounds.VISITS_A_TURN, 0, "192.0.2.1"));
        CompletionStage<List<LiveConnection>> page = many.rollCall.page(ConnectionQuery.all(Integer.MAX_VALUE));
        Set<Long> gone = new HashSet<>();
        while (!page.toCompletableFuture().isDone() && live.size() > 1000) {
            List<Connection> some = some(live, 100, random);
            some.forEach(each -> gone.add(each.id()));
            many.end(0, some);
        }
        Set<Long> seen = new HashSet<>(numbers(get(page)));
        assertThat(seen)
                .as("%s", seed)
                .containsAll(live.stream().map(Connection::id).toList());
        assertThat(seen).hasSizeGreaterThanOrEqualTo(live.size());
    }

    @Test
    void eachFilterLeavesOutTheOthers() throws Exception {
        many.add(0, 5, 0, "192.0.2.1");
        many.add(0, 4, 1, "192.0.2.2");
        many.add(1, 3, 0, "2001:db8::2");
        assertThat(page(new ConnectionQuery("pool", null, null, 0, null, null, 100)))
                .hasSize(8);
        assertThat(page(new ConnectionQuery(null, null, null, 0, "other", null, 100)))
                .hasSize(4);
        InetAddress six = InetAddress.ofLiteral("2001:db8::2");
        assertThat(page(new ConnectionQuery(null, null, six, 0, null, null, 100)))
                .hasSize(3);
        assertThat(page(new ConnectionQuery(null, null, six, 1001, null, null, 100)))
                .hasSize(1);
        assertThat(page(new ConnectionQuery("db", null, six, 0, null, null, 100)))
                .isEmpty();
        assertThat(page(new ConnectionQuery(null, "b1", null, 0, null, null, 100)))
                .isEmpty();
        assertThat(page(new ConnectionQuery(null, null, null, 0, "nowhere", null, 100)))
                .isEmpty();
    }

    @Test
    @Tag("peers-41")
    void oneIsKilledByItsIdAndNoOther() throws Exception {
        List<Connection> all = many.add(1, 5, 0, "192.0.2.1");
        Connection victim = all.get(2);
        Optional<LiveConnection> killed = get(many.rollCall.kill(many.run.id(victim.id())));
        assertThat(killed).map(each -> each.place().id()).contains(many.run.id(victim.id()));
        assertThat(all.stream().map(each -> ((FakeSocket) each.client()).wasReset()))
                .containsExactly(false, false, true, false, false);
        assertThat(page(ConnectionQuery.all(10))).hasSize(4);
        assertThat(get(many.rollCall.kill(many.run.id(victim.id())))).isEmpty();
    }

    @Test
    void anIdOfAnotherRunOrOfNobodyKillsNothing() throws Exception {
        many.add(0, 1, 0, "192.0.2.1");
        for (String id :
                List.of("", "n1", "n2-lflc-1024", "n1-zz-1024", many.run.id(5), many.run.id(1 << 20), "n1-lfls--1")) {
            assertThat(get(many.rollCall.kill(id))).as(id).isEmpty();
        }
        assertThat(page(ConnectionQuery.all(10))).hasSize(1);
    }

    @Test
    void moreThanALineOfAskersIsRefusedAndTheLineIsServed() throws Exception {
        many.add(0, 1000, 0, "192.0.2.1");
        List<CompletionStage<List<LiveConnection>>> asked = many.on(0, () -> {
            List<CompletionStage<List<LiveConnection>>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(many.rollCall.page(ConnectionQuery.all(10)));
            }
            return all;
        });
        int served = 0;
        for (CompletionStage<List<LiveConnection>> each : asked) {
            Patience.until("an answer").until(() -> each.toCompletableFuture().isDone());
            served += each.toCompletableFuture().isCompletedExceptionally() ? 0 : 1;
        }
        assertThat(served).isBetween(1, 200);
        assertThat(page(ConnectionQuery.all(10))).hasSize(10);
    }

    /**
     * With 200 000 connections on one loop a task of it takes no longer than a few milliseconds, whatever is listed: the first
     * page, the last one, one client's among all, and a thousand a page.
     */
    @Test
    @Tag("contract-11")
    void aLoopWithTwoHundredThousandConnectionsGoesOnTurningWhileTheyAreListed() throws Exception {
        List<Connection> all = many.add(0, 200_000, 0, "192.0.2.1");
        many.add(0, 1, 0, "192.0.2.77");
        ConnectionPlace nearlyLast = new ConnectionPlace(
                many.run.epochMillis(all.get(50).acceptedAt()),
                many.run.prefix(),
                all.get(50).id());
        List<ConnectionQuery> queries = List.of(
                ConnectionQuery.all(1000),
                ConnectionQuery.all(1000).after(nearlyLast),
                new ConnectionQuery(null, null, InetAddress.ofLiteral("192.0.2.99"), 0, null, null, 100));
        for (ConnectionQuery query : queries) {
            page(query);
        }
        EventLoop loop = many.proxies.getFirst().loop();
        for (ConnectionQuery query : queries) {
            long fewestTurns = Long.MAX_VALUE;
            long longestTurn = Long.MAX_VALUE;
            for (int i = 0; i < 20; i++) {
                loop.takeLongestTurn();
                long before = many.on(0, loop::turn);
                int size = page(query).size();
                fewestTurns = Math.min(fewestTurns, many.on(0, loop::turn) - before);
                // The least of several: a busy machine takes the processor away from the loop, which is not the walk's
                // doing
                longestTurn = Math.min(longestTurn, loop.takeLongestTurn());
                assertThat(size).isEqualTo(query.client() != null ? 0 : query.after() == null ? 1000 : 50);
            }
            if (longestTurn >= 2 * MILLI) {
                // So busy that it never left the loop alone for one walk: no more than for as much of anything
                assertThat(longestTurn)
                        .as("longest turn, listing %s", query)
                        .isLessThan(2 * MILLI + leastOfTheLongestTurns(loop));
            }
            assertThat(fewestTurns)
                    .as("turns, listing %s", query)
                    .isGreaterThanOrEqualTo(query.client() == null && query.after() == null ? 0 : 98);
        }
    }

    /** Of several hundred tasks of half a millisecond each, that do nothing. */
    private long leastOfTheLongestTurns(EventLoop loop) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            loop.takeLongestTurn();
            for (int task = 0; task < 200; task++) {
                loop.execute(() -> {
                    long end = System.nanoTime() + MILLI / 2;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                });
            }
            many.on(0, () -> true);
            least = Math.min(least, loop.takeLongestTurn());
        }
        return least;
    }

    @Test
    void aRoundThatFailsIsToldAndTheNextGoesOn() throws Exception {
        many.add(0, 3, 0, "192.0.2.1");
        many.on(0, () -> {
            many.proxies.getFirst().rounds().add(new Rounds.Round() {
                @Override
                public boolean visit(Connection connection, long now) {
                    throw new IllegalStateException("as a test wants it");
                }

                @Override
                public void done() {}

                @Override
                public void failed(RuntimeException why) {}
            });
            return true;
        });
        assertThat(page(ConnectionQuery.all(10))).hasSize(3);
    }
}
