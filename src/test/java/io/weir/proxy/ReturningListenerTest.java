package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.routing.Tables;
import io.weir.transport.LoopSettings;
import io.weir.transport.TestLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that goes and comes back under its name finds its connections still there. */
@Timeout(60)
class ReturningListenerTest {
    private static final int HELD = 3;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-9")
    void countsWhatIsStillOpenFromBefore(LoopSettings.Kind kind) throws Exception {
        Blueprint blueprint = Blueprint.of(TestLoops.settings(2, kind));
        Wanted other = new Wanted(blueprint.listener("other", Tables.POOL), false);
        Wanted capped = new Wanted(blueprint.listener("web", Tables.POOL, HELD), false);
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane test = new TestPlane(blueprint, backend.address())) {
            List<Socket> held = new ArrayList<>();
            for (int i = 0; i < HELD; i++) {
                held.add(test.connect(0));
                assertThat(TestPlane.echoes(held.getLast())).isTrue();
            }
            for (int round = 0; round < 2; round++) {
                serve(test, other);
                assertThat(test.plane.listeners().counted()).containsExactlyInAnyOrder("web", "other");
                InetSocketAddress back = serve(test, capped);
                try (Socket young = connect(back)) {
                    young.getOutputStream().write('x');
                    young.setSoTimeout(300);
                    assertThatThrownBy(() -> young.getInputStream().read())
                            .as("%s are open from before", HELD)
                            .isInstanceOf(SocketTimeoutException.class);
                    held.removeLast().close();
                    young.setSoTimeout(20_000);
                    assertThat(young.getInputStream().read()).isEqualTo('x');
                    held.add(connect(back));
                }
                assertThat(TestPlane.echoes(held.getLast())).isTrue();
            }
            for (Socket each : held) {
                each.close();
            }
            Patience.until("all to have ended").until(() -> test.plane.connections() == 0);
            Patience.until("what is gone to be counted no more").until(() -> {
                serve(test, other);
                return test.plane.listeners().counted().equals(Set.of("other"));
            });
            InetSocketAddress back = serve(test, capped);
            try (Socket first = connect(back);
                    Socket second = connect(back);
                    Socket third = connect(back)) {
                for (Socket each : List.of(first, second, third)) {
                    assertThat(TestPlane.echoes(each))
                            .as("none is open from before")
                            .isTrue();
                }
            }
            assertThat(test.faults).isEmpty();
        }
    }

    private static InetSocketAddress serve(TestPlane test, Wanted wanted) throws Exception {
        test.plane.listeners().open(List.of(wanted));
        return test.plane.listeners().serve(List.of(wanted)).getFirst().address();
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(address);
        return socket;
    }
}
