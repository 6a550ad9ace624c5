package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendSpec;
import io.weir.model.Door;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.observe.Event;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import io.weir.registry.Origin;
import io.weir.registry.PoolText;
import io.weir.registry.RegistryView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listener web, whose file's pool is web too, was switched to the run-time pool late; listener api never was. */
class SwitchBackTest implements SwitchBack.Switches {
    private static final HostPort WEB = new HostPort("127.0.0.1", 8080);

    private final Map<String, String> switched = new LinkedHashMap<>(Map.of("web", "late"));
    private final Map<String, List<BackendSpec>> known = new HashMap<>();
    private final Set<String> routed = new LinkedHashSet<>();
    private final List<String> back = new ArrayList<>();
    private final Journal journal = new Journal("n1", 1, 100, any -> {});
    private final SwitchBack switchBack =
            new SwitchBack(this, () -> routed, this::view, new Announcements(journal, NanoClock.system()));

    @BeforeEach
    void allAreThere() {
        for (String pool : List.of("web", "api", "late")) {
            known.put(pool, List.of());
            routed.add(pool);
        }
    }

    @Override
    public Map<String, String> switched() {
        return Map.copyOf(switched);
    }

    @Override
    public List<Door> doorsOfFile() {
        return List.of(
                new Door("web", List.of(WEB), "web"), new Door("api", List.of(new HostPort("127.0.0.1", 8081)), "api"));
    }

    @Override
    public void switchBack(String listener) {
        switched.remove(listener);
        back.add(listener);
    }

    private RegistryView view() {
        Map<String, RegistryView.Pool> pools = new LinkedHashMap<>();
        known.forEach((name, backends) -> {
            if (RunTimeState.pool(name, "{}") instanceof PoolText.Good good) {
                pools.put(
                        name,
                        new RegistryView.Pool(good.settings().withBackends(backends), Origin.API, true, "", List.of()));
            }
        });
        return new RegistryView(1, true, pools);
    }

    private void lose(String pool) {
        known.remove(pool);
        routed.remove(pool);
    }

    @Test
    void nothingIsDueWhileThePoolIsThere() {
        assertThat(switchBack.due()).isFalse();
        lose("api");
        assertThat(switchBack.due()).as("nobody was switched to that one").isFalse();
    }

    @Test
    void withoutItsPoolAListenerLeadsToItsFilesAgainAndThatIsTold() throws InterruptedException {
        lose("late");
        assertThat(switchBack.due()).isTrue();
        assertThat(switchBack.due()).as("asked for already").isFalse();
        switchBack.run();
        assertThat(back).containsExactly("web");
        assertThat(journal.recent()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("listener-switched-back");
            assertThat(event.details())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "listener",
                            "web",
                            "old",
                            "late",
                            "new",
                            "web",
                            "reason",
                            "there is no pool late any more",
                            "by",
                            "weir",
                            "from",
                            ""));
        });
        assertThat(switchBack.due()).isFalse();
    }

    @Test
    void oneThatWasPutAgainMeanwhileStaysSwitchedTo() throws InterruptedException {
        routed.remove("late");
        assertThat(switchBack.due()).isTrue();
        switchBack.run();
        assertThat(back).isEmpty();
        assertThat(journal.recent()).isEmpty();
        assertThat(switchBack.due()).as("the table with it may never come").isTrue();
    }

    @Test
    void whereItWouldLeadBackToItselfItStaysUntilThatIsGone() throws InterruptedException {
        known.put("web", List.of(new BackendSpec("x", WEB, 1, Off.COUNT, false)));
        lose("late");
        for (int look = 0; look < 2; look++) {
            assertThat(switchBack.due()).isTrue();
            switchBack.run();
            assertThat(back).isEmpty();
        }
        known.put("web", List.of());
        assertThat(switchBack.due()).isTrue();
        switchBack.run();
        assertThat(back).containsExactly("web");
        assertThat(journal.recent()).extracting(Event::type).containsExactly("listener-switched-back");
    }

    @Test
    void whereItsFilesPoolIsNoMoreEitherItStays() throws InterruptedException {
        lose("late");
        lose("web");
        switchBack.run();
        assertThat(back).isEmpty();
        assertThat(journal.recent()).isEmpty();
    }
}
