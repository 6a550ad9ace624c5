package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.LocalError;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Inventory WEB =
            new Inventory(Map.of("web", "web"), Map.of("web", Set.of("b1", "b2"), "spare", Set.of()));

    private final Meters meters = new Meters(2);

    @Test
    void aReadingIsTheSumOverTheLoops() {
        for (int loop = 0; loop < 2; loop++) {
            ListenerMeter listener = meters.loop(loop).listener("web");
            listener.opened();
            listener.received(10);
            listener.sent(100);
            PoolMeter pool = meters.loop(loop).pool("web");
            pool.retried();
            pool.connectTook(300_000);
            BackendMeter backend = meters.loop(loop).backend("web", "b1");
            backend.dialFailed(DialFailure.REFUSED);
            backend.opened();
            backend.sent(10);
            backend.received(100);
            meters.loop(loop).localError(LocalError.NO_PORTS);
        }
        meters.healthChecked("web", "b1", true);
        meters.healthChecked("web", "b1", false);
        meters.healthFlipped("web", "b1", Health.DOWN);
        meters.accessLogDropped(3);

        Reading reading = meters.read();
        Reading.ListenerTotals web = reading.listeners().get("web");
        assertThat(web.opened()).isEqualTo(2);
        assertThat(web.open()).isEqualTo(2);
        assertThat(web.in()).isEqualTo(20);
        assertThat(web.out()).isEqualTo(200);
        Reading.PoolTotals pool = reading.pools().get("web");
        assertThat(pool.retries()).isEqualTo(2);
        assertThat(pool.connect().count()).isEqualTo(2);
        assertThat(pool.connect().sumNanos()).isEqualTo(600_000);
        Reading.BackendTotals backend = pool.backends().get("b1");
        assertThat(backend.opened()).isEqualTo(2);
        assertThat(backend.open()).isEqualTo(2);
        assertThat(backend.in()).isEqualTo(20);
        assertThat(backend.out()).isEqualTo(200);
        assertThat(backend.failures(DialFailure.REFUSED)).isEqualTo(2);
        assertThat(backend.failures(DialFailure.TIMEOUT)).isZero();
        assertThat(backend.checksPassed()).isEqualTo(1);
        assertThat(backend.checksFailed()).isEqualTo(1);
        assertThat(backend.flips(Health.DOWN)).isEqualTo(1);
        assertThat(reading.localErrors(LocalError.NO_PORTS)).isEqualTo(2);
        assertThat(reading.accessLogDropped()).isEqualTo(3);
    }

    @Test
    void aRefusedConnectionCountsAsRefusedAndAsClosed() {
        ListenerMeter listener = meters.loop(0).listener("web");
        listener.opened();
        listener.refused(CloseReason.NO_BACKEND);
        listener.closed("web", CloseReason.NO_BACKEND, 5);

        Reading.ListenerTotals web = meters.read().listeners().get("web");
        assertThat(web.refused(CloseReason.NO_BACKEND)).isEqualTo(1);
        assertThat(web.closed("web", CloseReason.NO_BACKEND)).isEqualTo(1);
        assertThat(web.open()).isZero();
        assertThat(web.durations().count()).isEqualTo(1);
    }

    @Test
    void whatIsConfiguredIsShownBeforeAnythingHappened() {
        meters.configured(WEB);

        Reading reading = meters.read();
        assertThat(reading.listeners()).containsOnlyKeys("web");
        assertThat(reading.listeners().get("web").pools()).containsExactly("web");
        assertThat(reading.pools()).containsOnlyKeys("spare", "web");
        assertThat(reading.pools().get("web").backends()).containsOnlyKeys("b1", "b2");
    }

    @Test
    void aRemovedBackendVanishesWithItsLastConnection() {
        meters.configured(WEB);
        BackendMeter b2 = meters.loop(1).backend("web", "b2");
        b2.opened();
        meters.healthChecked("web", "b2", true);
        meters.configured(new Inventory(Map.of("web", "web"), Map.of("web", Set.of("b1"))));
        meters.loop(1).sweep();

        assertThat(meters.read().pools().get("web").backends()).containsOnlyKeys("b1", "b2");
        b2.closed();
        assertThat(meters.read().pools().get("web").backends()).containsOnlyKeys("b1");
        assertThat(meters.read().pools()).containsOnlyKeys("web");
    }

    @Test
    void aRemovedPoolStaysWhileAConnectionToItLives() {
        meters.configured(WEB);
        BackendMeter b1 = meters.loop(0).backend("web", "b1");
        b1.opened();
        meters.configured(new Inventory(Map.of("web", "next"), Map.of("next", Set.of("n1"))));
        meters.loop(0).sweep();

        assertThat(meters.read().pools()).containsOnlyKeys("next", "web");
        assertThat(meters.read().pools().get("web").configured()).isFalse();
        b1.closed();
        assertThat(meters.read().pools()).containsOnlyKeys("next");
    }

    @Test
    void theEndsOfARemovedPoolStayInTheirListenersSum() {
        meters.configured(WEB);
        ListenerMeter listener = meters.loop(0).listener("web");
        for (int i = 0; i < 5; i++) {
            listener.opened();
        }
        listener.closed("web", CloseReason.IDLE, 1);
        listener.closed("web", CloseReason.IDLE, 1);
        meters.configured(new Inventory(Map.of("web", "next"), Map.of("next", Set.of("n1"))));
        meters.loop(0).sweep();
        listener.closed("next", CloseReason.IDLE, 1);
        listener.closed("web", CloseReason.KILLED, 1);

        Reading.ListenerTotals web = meters.read().listeners().get("web");
        assertThat(web.closed(Reading.REMOVED, CloseReason.IDLE)).isEqualTo(2);
        assertThat(web.closed("next", CloseReason.IDLE)).isEqualTo(1);
        assertThat(web.closed("web", CloseReason.KILLED)).isEqualTo(1);
        assertThat(web.open()).isEqualTo(1);
    }

    @Test
    void lookUpsAreStableAndSweptOnesAreForgotten() {
        LoopMeters loop = meters.loop(0);
        BackendMeter before = loop.backend("web", "gone");
        assertThat(loop.backend("web", "gone")).isSameAs(before);
        assertThat(loop.listener("web")).isSameAs(loop.listener("web"));
        assertThat(loop.pool("web")).isSameAs(loop.pool("web"));
        meters.configured(WEB);
        assertThat(loop.backend("web", "gone")).isNotSameAs(before);
    }

    @Test
    void noLoopIsAnError() {
        assertThatThrownBy(() -> new Meters(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
