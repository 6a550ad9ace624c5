package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ten registries between which reports get lost, or come so late that later ones came before them. */
class LostReportsTest {
    private final BareCluster cluster = new BareCluster(10, 200);

    @Test
    void reportsThatGetLostOrComeLateDoNotMultiplyTraffic() {
        cluster.run(10);
        double calm = cluster.run(30);
        cluster.faultPercent = 20;
        double faulty = cluster.run(30);
        System.out.printf("reports of ten registries: %.0f bytes/s, with a fifth lost or late %.0f%n", calm, faulty);
        assertThat(faulty).isLessThan(2 * calm);
    }

    @Test
    void whatGotLostIsKnownTenSecondsAfterTheLastFault() {
        cluster.run(5);
        cluster.faultPercent = 40;
        for (int i = 0; i < 20; i++) {
            cluster.members.forEach(BareCluster.Member::connect);
            cluster.run(1);
        }
        cluster.faultPercent = 0;
        cluster.run(10);
        for (BareCluster.Member member : cluster.members) {
            member.connections()
                    .forEach((key, count) -> cluster.members.stream()
                            .filter(other -> other != member)
                            .forEach(other -> assertThat(other.registry.memory.reportsOfNodes.connections(key))
                                    .containsEntry(member.registry.id.name(), count)));
        }
    }
}
