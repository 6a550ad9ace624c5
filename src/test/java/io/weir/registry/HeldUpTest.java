package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A node that stood still for a while, for a busy machine or a stopped process, finds that it has heard nothing of the others.
 * That is no silence of theirs: taking it for one made it check every backend, which made the machine busier still.
 */
class HeldUpTest {
    private final BareCluster cluster = new BareCluster(5, 100);

    @Test
    void whoStoodStillDoesNotTakeTheOthersForSilent() {
        cluster.run(10);
        BareCluster.Member still = cluster.members.get(2);
        List<String> before = checked(still);
        assertThat(before).hasSizeBetween(30, 90);
        standStill(still, 35);
        still.registry.beatNow();
        assertThat(checked(still)).as("before it read what had come").isEqualTo(before);
        cluster.run(1);
        assertThat(checked(still)).as("after that").isEqualTo(before);
    }

    @Test
    void whoReadsFirstWhatCameCountsTheVotesOfThoseItReadsLater() {
        cluster.run(10);
        BareCluster.Member still = cluster.members.get(2);
        List<String> before = checked(still);
        standStill(still, 60);
        int events = still.registry.events.size();
        cluster.run(2);
        assertThat(checked(still)).isEqualTo(before);
        assertThat(still.registry.events.size()).isEqualTo(events);
    }

    @Test
    void whoIsSilentAfterThatIsNoticed() {
        cluster.run(10);
        BareCluster.Member still = cluster.members.get(2);
        List<String> before = checked(still);
        List<BareCluster.Member> others =
                cluster.members.stream().filter(member -> member != still).toList();
        standStill(still, 60);
        for (int i = 0; i < 50; i++) {
            cluster.step(List.of(still, others.getFirst()));
        }
        assertThat(checked(still)).hasSizeGreaterThan(before.size());
    }

    private static List<String> checked(BareCluster.Member member) {
        return member.targets.stream().map(target -> target.key().id()).toList();
    }

    private void standStill(BareCluster.Member still, int steps) {
        List<BareCluster.Member> others =
                cluster.members.stream().filter(member -> member != still).toList();
        for (int i = 0; i < steps; i++) {
            cluster.step(others);
        }
    }
}
