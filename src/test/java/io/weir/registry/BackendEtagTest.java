package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.ChangeReply.Kind;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A backend is changed only over the version that somebody has seen, or only where there is none. */
class BackendEtagTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final Change.PatchBackend PATCH = Change.PatchBackend.of("web", "a");

    private final RegistryBench bench =
            new RegistryBench(KIT, TIME).subscribed().configured(Given.checked("web", A));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static Change put(String id) {
        return new Change.PutBackend("web", id, new HostPort("127.0.0.1", 1003), 1, Off.COUNT, false);
    }

    private String etag() {
        return bench.backend("web", "a").etag();
    }

    private void done(Change change, Precondition condition) {
        assertThat(bench.change(change, condition)).isInstanceOf(ChangeReply.Done.class);
    }

    private void refused(Change change, Precondition condition, Kind kind, String why) {
        assertThat(bench.change(change, condition)).isInstanceOfSatisfying(ChangeReply.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(kind);
            assertThat(refused.detail()).contains(why);
        });
    }

    @Test
    void itNamesWhatWasSaidAndNothingElse() {
        String before = etag();
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(Given.key("web", A), 2, Health.DOWN)));
        assertThat(etag()).isEqualTo(before);
        done(PATCH.weight(2), Given.match(before));
        String after = etag();
        assertThat(after).isNotEqualTo(before);
        refused(PATCH.weight(3), Given.match(before), Kind.PRECONDITION, "changed since");
        done(PATCH.weight(3), Given.match("*"));
        assertThat(etag()).as("another value of the same field").isNotIn(before, after);
        assertThat(bench.inTable("web", 0).spec().weight()).isEqualTo(3);
    }

    @Test
    void oneOfSeveralIsEnough() {
        Precondition.Tags tags = new Precondition.Tags(false, Set.of("other", etag()));
        done(PATCH.weight(2), new Precondition(tags, null));
        refused(PATCH.weight(3), new Precondition(tags, null), Kind.PRECONDITION, "read it again");
        Precondition.Tags none = new Precondition.Tags(false, Set.of());
        refused(PATCH.weight(3), new Precondition(none, null), Kind.PRECONDITION, "weak");
        Precondition.Tags now = new Precondition.Tags(false, Set.of("other", etag()));
        refused(PATCH.weight(3), new Precondition(null, now), Kind.PRECONDITION, "If-None-Match");
        done(PATCH.weight(3), new Precondition(null, tags));
    }

    @Test
    void itIsPutOnlyWhereThereIsNoneOrOnlyWhereThereIsOne() {
        refused(put("c"), Given.match("*"), Kind.PRECONDITION, "there is no backend c");
        done(put("c"), Given.noneMatch("*"));
        refused(put("c"), Given.noneMatch("*"), Kind.PRECONDITION, "backend c in pool web is there");
        done(put("c"), Given.match("*"));
    }

    /** RFC 9110, 13.2.1. */
    @Test
    void whatCannotBeAnywayIsRefusedForThat() {
        refused(put("a"), Given.noneMatch("*"), Kind.CONFLICT, "file");
        refused(Change.PatchBackend.of("web", "z").weight(1), Given.match("*"), Kind.NOT_FOUND, "no backend z");
        refused(PATCH.weight(1001), Given.match("other"), Kind.RANGE, "weight");
    }
}
