package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.ClusterSettings;
import io.weir.model.HostPort;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdvertisedTest {
    private static final HostPort LOOPBACK = new HostPort("127.0.0.1", 17355);
    private static final HostPort NAMED = new HostPort("localhost", 17355);
    private static final HostPort ELSEWHERE = new HostPort("192.0.2.1", 17355);

    @Test
    void whatTheFileSaysHolds() {
        assertThat(address(LOOPBACK, ELSEWHERE, NAMED)).isEqualTo(ELSEWHERE);
    }

    @Test
    void elseItIsWhereTheNodeListens() {
        assertThat(address(LOOPBACK, null)).isEqualTo(LOOPBACK);
        assertThat(address(LOOPBACK, null, ELSEWHERE)).isEqualTo(LOOPBACK);
    }

    @Test
    void aSeedThatIsThisNodeNamesIt() {
        assertThat(address(LOOPBACK, null, ELSEWHERE, NAMED)).isEqualTo(NAMED);
        assertThat(address(new HostPort("0.0.0.0", 17355), null, ELSEWHERE, NAMED))
                .isEqualTo(NAMED);
        assertThat(address(LOOPBACK, null, new HostPort("localhost", 1))).isEqualTo(LOOPBACK);
    }

    @Test
    void everyAddressIsNoneToDial() {
        assertThat(address(new HostPort("0.0.0.0", 17355), null).host()).isNotIn("0.0.0.0", "*", "::");
        assertThat(address(new HostPort("*", 17355), null).host()).isNotIn("0.0.0.0", "*", "::");
    }

    /** As in a file that was copied from another node: nobody who asks that seed would get an answer. */
    @Test
    void aSeedThatLeadsHereUnderAnotherAddressIsToldOf() {
        try (Complaints complaints = Complaints.listen()) {
            address(LOOPBACK, ELSEWHERE, ELSEWHERE, NAMED);
            assertThat(complaints.of("weir.cluster.advertise"))
                    .singleElement()
                    .asString()
                    .contains("the seed localhost:17355 leads to this node", "the others that it is 192.0.2.1:17355")
                    .endsWith("Advertise localhost:17355, or take it out of weir.cluster.seeds");
        }
    }

    @Test
    void whoAdvertisesAsItsSeedsHaveItIsNotWarned() {
        try (Complaints complaints = Complaints.listen()) {
            address(LOOPBACK, NAMED, ELSEWHERE, NAMED);
            address(LOOPBACK, ELSEWHERE, ELSEWHERE, new HostPort("127.0.0.1", 17356));
            assertThat(complaints.of("weir.cluster.advertise")).isEmpty();
        }
    }

    private static HostPort address(HostPort bind, @Nullable HostPort advertise, HostPort... seeds) {
        return Advertised.address(new ClusterSettings("weir", bind, advertise, List.of(seeds)));
    }
}
