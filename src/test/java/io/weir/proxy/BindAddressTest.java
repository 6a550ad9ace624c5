package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a system has no IPv6, both families are IPv4. */
class BindAddressTest {
    private static final InetSocketAddress EVERYWHERE = new InetSocketAddress("::", 8080);

    private final List<String> asked = new ArrayList<>();
    private NetError ofV6 = NetError.NO_FAMILY;

    private void listen(InetSocketAddress address, boolean both) throws NetException {
        assertThat(BindAddress.bind(address, both, this::taken)).isTrue();
    }

    /** Notes where it is to listen, and refuses IPv6. */
    private boolean taken(InetSocketAddress address, boolean v6Only) throws NetException {
        asked.add(address + " " + v6Only);
        if (address.getAddress() instanceof Inet6Address) {
            throw new NetException(ofV6, "no");
        }
        return true;
    }

    @Test
    void bothFamiliesAreIpv4WhereThereIsNoOther() throws NetException {
        listen(EVERYWHERE, true);
        assertThat(asked).containsExactly(EVERYWHERE + " false", "/0.0.0.0:8080 true");
    }

    @Test
    void whoAsksForIpv6AloneIsToldThatThereIsNone() {
        assertThatThrownBy(() -> listen(EVERYWHERE, false))
                .isInstanceOfSatisfying(
                        NetException.class,
                        refused -> assertThat(refused.error()).isEqualTo(NetError.NO_FAMILY));
        assertThat(asked).hasSize(1);
    }

    @Test
    void anotherRefusalIsNoReasonToTakeIpv4Alone() {
        ofV6 = NetError.IN_USE;
        assertThatThrownBy(() -> listen(EVERYWHERE, true))
                .isInstanceOfSatisfying(
                        NetException.class,
                        refused -> assertThat(refused.error()).isEqualTo(NetError.IN_USE));
        assertThat(asked).hasSize(1);
    }
}
