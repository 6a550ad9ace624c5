package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.probe.HandClock;
import io.weir.probe.HandTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When names are looked up, and what is said of the answers; the name server is in the test's hand. */
class NameResolverTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    /** The middle of the spread. */
    private static final long MIDDLE = 1L << 63;

    private record Asked(String host, CompletableFuture<List<InetAddress>> answer) {}

    private final HandClock clock = new HandClock(TIME);
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final TestProbe<BackendRegistry.Resolved> answers = KIT.createTestProbe();
    private final TestProbe<ActorRef<NameResolver.Command>> starts = KIT.createTestProbe();
    private ActorRef<NameResolver.Command> resolver;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        resolver = KIT.spawn(NameResolver.create(
                host -> {
                    var one = new Asked(host, new CompletableFuture<>());
                    asked.add(one);
                    return one.answer();
                },
                () -> MIDDLE,
                answers.getRef()::tell,
                starts.getRef()::tell));
        assertThat(starts.receiveMessage()).isEqualTo(resolver);
    }

    private Asked next() throws InterruptedException {
        Asked next = asked.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a look-up").isNotNull();
        return next;
    }

    private void noneIsAsked() {
        answers.expectNoMessage(Duration.ofMillis(50));
        assertThat(asked).isEmpty();
    }

    private void watch(Map<String, Duration> names) {
        resolver.tell(new NameResolver.Watch(names));
    }

    private Lookup.Answer answered(Asked look, String... addresses) {
        look.answer().complete(Given.addresses(addresses));
        return answers.receiveMessage().answer();
    }

    private Lookup.Answer failed(Asked look) {
        look.answer()
                .completeExceptionally(
                        new CompletionException(new UnknownHostException(look.host() + ": Name or service not known")));
        return answers.receiveMessage().answer();
    }

    /** The answer is told before the next look-up is due; this waits until the resolver has done both. */
    private void untilDone() {
        watch(Map.of("app.test", INTERVAL));
        answers.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aNameIsLookedUpAtOnceAndThenEveryInterval() throws Exception {
        watch(Map.of("app.test", INTERVAL));
        var first = answered(next(), "10.0.0.1");
        assertThat(first).isEqualTo(new Lookup.Answer.Found(1, Given.addresses("10.0.0.1")));
        untilDone();
        clock.pass(INTERVAL.minusMillis(1));
        noneIsAsked();
        clock.pass(Duration.ofMillis(1));
        assertThat(answered(next(), "10.0.0.2").sequence()).isEqualTo(2);
    }

    @Test
    void aNameThatNeverResolvedIsTriedAgainSoonAndSaysWhy() throws Exception {
        watch(Map.of("app.test", INTERVAL));
        assertThat(failed(next())).isEqualTo(new Lookup.Answer.Failed(1, "app.test: Name or service not known"));
        untilDone();
        clock.pass(NameResolver.AGAIN);
        answered(next(), "10.0.0.1");
        untilDone();
        clock.pass(NameResolver.AGAIN);
        noneIsAsked();
    }

    @Test
    @Tag("peers-48")
    void anEmptyAnswerIsAFailure() throws Exception {
        watch(Map.of("app.test", INTERVAL));
        assertThat(answered(next())).isEqualTo(new Lookup.Answer.Failed(1, "it has no address"));
    }

    @Test
    void aSlowAnswerIsNotAskedForTwice() throws Exception {
        watch(Map.of("app.test", INTERVAL));
        Asked slow = next();
        clock.pass(INTERVAL.multipliedBy(5));
        watch(Map.of("app.test", Duration.ofSeconds(5)));
        noneIsAsked();
        answered(slow, "10.0.0.1");
    }

    @Test
    void aNameThatNobodyWantsIsForgotten() throws Exception {
        watch(Map.of("app.test", INTERVAL, "db.test", INTERVAL));
        Asked one = next();
        Asked other = next();
        assertThat(List.of(one.host(), other.host())).containsExactlyInAnyOrder("app.test", "db.test");
        Asked app = one.host().equals("app.test") ? one : other;
        Asked db = one.host().equals("app.test") ? other : one;
        watch(Map.of("db.test", INTERVAL));
        app.answer().complete(Given.addresses("10.0.0.1"));
        answers.expectNoMessage(Duration.ofMillis(50));
        answered(db, "10.0.0.2");
        answers.expectNoMessage(Duration.ofMillis(50));
        clock.pass(INTERVAL);
        assertThat(next().host()).isEqualTo("db.test");
        noneIsAsked();
    }

    @Test
    void theSystemKnowsItsOwnName() throws Exception {
        try (var system = new SystemLookup()) {
            assertThat(system.find("localhost").toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isNotEmpty()
                    .allMatch(InetAddress::isLoopbackAddress);
            assertThat(system.find("nothing.invalid").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableOfType(Exception.class)
                    .withRootCauseInstanceOf(UnknownHostException.class);
        }
    }
}
