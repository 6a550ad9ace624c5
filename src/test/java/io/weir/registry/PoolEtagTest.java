package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two operators change one pool, and the second one does not undo unawares what the first one did. */
class PoolEtagTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final Change PUT = new Change.PutPool("late", "{}");
    private static final Change PUT_OTHERWISE = new Change.PutPool("late", "{ }");
    private static final Change DELETE = new Change.DeletePool("late");
    private static final Change ADD =
            new Change.PutBackend("late", "c", new HostPort("127.0.0.1", 1003), 1, Off.COUNT, false);

    private final RegistryBench bench =
            new RegistryBench(KIT, TIME).subscribed().configured(Given.checked("web", A));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private String etag(String pool) {
        return bench.settle().pool(pool).etag();
    }

    private void done(Change change, String expected) {
        assertThat(bench.change(change, Given.match(expected))).isNotInstanceOf(ChangeReply.Refused.class);
    }

    private void late(Change change, String expected) {
        assertThat(bench.change(change, Given.match(expected)))
                .isEqualTo(new ChangeReply.Refused(
                        ChangeReply.Kind.PRECONDITION, "pool late was changed since; read it again"));
    }

    @Test
    void ofTwoWhoSawTheSameVersionOneChangesItAndTheOtherIsTold() {
        done(PUT, null);
        String seen = etag("late");
        done(PUT_OTHERWISE, seen);
        assertThat(etag("late")).isNotEqualTo(seen);
        late(PUT, seen);
        late(DELETE, seen);
        done(DELETE, etag("late"));
    }

    @Test
    void theAnswerToAChangeHasTheTagThatTheNextOneNeeds() {
        ChangeReply.Done done = (ChangeReply.Done) bench.change(PUT);
        assertThat(done.pool().etag()).isNotEmpty().isEqualTo(etag("late"));
        done(PUT_OTHERWISE, done.pool().etag());
    }

    @Test
    void aPoolIsNotDeletedWithABackendThatNobodySaw() {
        done(PUT, null);
        String seen = etag("late");
        done(ADD, null);
        late(DELETE, seen);
        seen = etag("late");
        done(Change.PatchBackend.of("late", "c").weight(5), null);
        late(DELETE, seen);
        assertThat(bench.settle().pool("late").backends()).hasSize(1);
    }

    @Test
    void whatNobodyChangedKeepsItsTag() {
        done(PUT, null);
        String late = etag("late");
        String web = etag("web");
        done(PUT, late);
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(Given.key("web", A), 1, Health.DOWN)));
        done(Change.PatchBackend.of("web", "a").weight(2), null);
        assertThat(etag("late")).as("the same again, and another pool").isEqualTo(late);
        assertThat(etag("web")).as("a backend of it").isNotEqualTo(web);
    }

    @Test
    void anyTagOfWhatIsThere() {
        assertThat(bench.change(PUT, Given.match("*")))
                .isEqualTo(new ChangeReply.Refused(ChangeReply.Kind.PRECONDITION, "there is no pool late"));
        assertThat(bench.change(DELETE, Given.match("1")))
                .as("it could not be deleted anyway")
                .isEqualTo(new ChangeReply.Refused(ChangeReply.Kind.NOT_FOUND, "no pool late; there is web"));
        done(PUT, null);
        done(PUT_OTHERWISE, "*");
        done(DELETE, "*");
    }

    @Test
    void onlyWhereItIsNotThereYet() {
        done(PUT, null);
        ChangeReply.Refused there = new ChangeReply.Refused(
                ChangeReply.Kind.PRECONDITION, "pool late is there, which If-None-Match rules out; read it");
        assertThat(bench.change(PUT_OTHERWISE, Given.noneMatch("*"))).isEqualTo(there);
        assertThat(bench.change(PUT_OTHERWISE, Given.noneMatch(etag("late")))).isEqualTo(there);
        assertThat(bench.change(PUT_OTHERWISE, Given.noneMatch("other"))).isInstanceOf(ChangeReply.Done.class);
        done(DELETE, null);
        assertThat(bench.change(PUT, Given.noneMatch("*"))).isInstanceOf(ChangeReply.Done.class);
    }

    @Test
    void oneThatCameBackIsAnother() {
        done(PUT, null);
        String seen = etag("late");
        done(DELETE, null);
        done(PUT, null);
        late(PUT_OTHERWISE, seen);
    }
}
