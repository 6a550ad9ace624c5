package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendSpec;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Ten thousand backends, each overridden. */
class ManyBackendsTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final int MANY = 10_000;
    private static final int WRITES = 100;
    private static final int MOST_MILLIS = 150_000;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** The bound is a hundred times what was measured (15 ms a write): it finds what is quadratic, not what is slow. */
    @Test
    void aWriteCostsNoMoreThanAWalkOverThePool() {
        RegistryBench bench = new RegistryBench(KIT, TIME);
        BackendSpec[] specs = new BackendSpec[MANY];
        List<Entry> said = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            specs[i] =
                    new BackendSpec("b" + i, new HostPort("10.0." + i / 250 + "." + i % 250, 80), 1, Off.COUNT, false);
            Field field = Field.of(Given.key("web", specs[i]), Field.WEIGHT);
            said.add(new Entry(field, new Stamp(1, 1), Stamp.NONE, "5", "test", 1));
        }
        bench.tell(new BackendRegistry.Restore(said));
        bench.configured(Given.checked("web", specs));
        assertThat(bench.table.current().pool("web").backends())
                .hasSize(MANY)
                .allMatch(backend -> backend.spec().weight() == 5);
        long start = System.nanoTime();
        for (int i = 0; i < WRITES; i++) {
            bench.registry.tell(new BackendRegistry.Apply(
                    Change.PatchBackend.of("web", "b" + i).weight(7), Precondition.NONE, "test", bench.replies()));
        }
        for (int i = 0; i < WRITES; i++) {
            assertThat(bench.answer(MOST_MILLIS / 1000.0)).isInstanceOf(ChangeReply.Done.class);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(WRITES + " writes among " + MANY + " backends took " + millis + " ms");
        assertThat(millis).isLessThan(MOST_MILLIS);
        assertThat(bench.table.current().pool("web").backends())
                .filteredOn(backend -> backend.spec().weight() == 7)
                .hasSize(WRITES);
    }
}
