package io.weir.registry.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import io.weir.kit.Timeline;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanCall;
import io.weir.registry.peer.LoanGrant;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node and the messages of others, word by word. */
class EscrowMessagesTest {
    private static final long MILLI = Timeline.MILLI;

    private final NodeId bank = id("bank", 1);
    private final NodeId other = id("other", 2);
    private final NodeId self = id("self", 3);
    private final List<PeerMessage> said = new ArrayList<>();
    private final SimTill till = new SimTill();
    private final Escrow escrow = new Escrow(true);

    private void start() {
        escrow.open("a", 100, till);
        escrow.started(new SimPeers((to, message) -> said.add(message)));
    }

    /** The bank has called in its first term. */
    private void borrow() {
        start();
        escrow.changed(view(bank, other, self), 0);
        escrow.on(bank, new LoanCall(1, bank.uid(), List.of("a"), List.of()), 1);
        assertThat(said).contains(ask(bank, 1, new LoanAsk.Line("a", 0, 0, 0, 0, 100)));
    }

    @Test
    @Tag("contract-13")
    void aLoanToAnEarlierIncarnationOrOfAnEarlierTermIsNotTaken() {
        borrow();
        escrow.on(bank, grant(1, bank, 99, 1, 50, Off.COUNT), 2);
        assertThat(till.limit).as("for another incarnation").isZero();
        escrow.on(id("stranger", 7), grant(1, bank, self.uid(), 1, 50, Off.COUNT), 2);
        assertThat(till.limit).as("from no member").isZero();
        escrow.on(bank, grant(1, bank, self.uid(), 1, 50, Off.COUNT), 3);
        assertThat(till.limit).isEqualTo(50);
        escrow.on(bank, grant(1, bank, self.uid(), 1, 50, Off.COUNT), 4);
        assertThat(till.limit).as("said twice").isEqualTo(50);
        escrow.on(other, new LoanCall(2, other.uid(), List.of("a"), List.of()), 5);
        escrow.on(bank, grant(1, bank, self.uid(), 2, 80, Off.COUNT), 6);
        assertThat(till.limit).as("of a bank whose term is over").isEqualTo(50);
        escrow.on(other, grant(2, other, self.uid(), 1, 60, Off.COUNT), 7);
        assertThat(till.limit).isEqualTo(60);
    }

    @Test
    void whatWasSaidBeforeARecallDoesNotUndoIt() {
        borrow();
        till.used = 60;
        escrow.on(bank, grant(1, bank, self.uid(), 1, 60, Off.COUNT), 2);
        escrow.on(bank, grant(1, bank, self.uid(), 3, 60, 20), 3);
        assertThat(till.limit).isEqualTo(20);
        escrow.on(bank, grant(1, bank, self.uid(), 2, 60, Off.COUNT), 4);
        assertThat(till.limit).isEqualTo(20);
    }

    /** Else the bank would hear late, or not for a second, that there is something to lend on. */
    @Test
    void whileThereIsALackEveryChangeIsTold() {
        borrow();
        escrow.on(bank, grant(1, bank, self.uid(), 1, 60, Off.COUNT), 2 * MILLI);
        till.used = 20;
        escrow.tick(10 * MILLI);
        assertThat(said.getLast()).isEqualTo(ask(bank, said.size(), new LoanAsk.Line("a", 60, 0, 20, 0, 100)));
        assertThat(escrow.isTight(20 * MILLI)).isFalse();
        int before = said.size();
        till.used = 21;
        escrow.tick(20 * MILLI);
        assertThat(said).as("it can wait").hasSize(before);

        escrow.on(bank, grant(1, bank, self.uid(), 2, 60, 40), 30 * MILLI);
        assertThat(escrow.isTight(1_029 * MILLI)).isTrue();
        assertThat(escrow.isTight(1_031 * MILLI)).as("the bank was silent").isFalse();
        till.used = 22;
        escrow.tick(40 * MILLI);
        assertThat(said.getLast()).isEqualTo(ask(bank, said.size(), new LoanAsk.Line("a", 60, 20, 22, 0, 100)));

        escrow.on(bank, grant(1, bank, self.uid(), 3, 60, Off.COUNT), 50 * MILLI);
        assertThat(escrow.isTight(50 * MILLI)).isFalse();
    }

    /** This node is the bank, and nobody has answered it yet. */
    private void call() {
        start();
        escrow.changed(view(self, bank, other), 0);
        assertThat(said).containsOnly(new LoanCall(1, self.uid(), List.of("a"), List.of()));
        said.clear();
    }

    @Test
    void whoDoesNotAnswerIsCalledAgain() {
        call();
        escrow.on(other, ask(self, 1, new LoanAsk.Line("a", 0, 0, 0, 0, 100)), MILLI);
        escrow.tick(199 * MILLI);
        assertThat(said).isEmpty();
        escrow.tick(201 * MILLI);
        assertThat(said).containsExactly(new LoanCall(1, self.uid(), List.of("a"), List.of()));
    }

    /** It takes nothing from an earlier one. */
    @Test
    void whoAnsweredALaterBankIsCalledInATermThatIsLaterStill() {
        call();
        escrow.on(other, new LoanAsk(5, bank.uid(), 1, List.of()), MILLI);
        assertThat(said).containsOnly(new LoanCall(6, self.uid(), List.of("a"), List.of()));
    }

    @Test
    @Tag("contract-13")
    void whatNobodyCanHaveGivenBackIsNotLentToOthers() {
        start();
        escrow.changed(PeerView.alone(self), 0);
        till.used = 100;
        escrow.changed(view(self, bank, other), 0);
        escrow.on(bank, ask(self, 1, new LoanAsk.Line("a", 0, 0, 0, 0, 100)), MILLI);
        escrow.on(other, ask(self, 1, new LoanAsk.Line("a", 0, 0, 0, 5, 100)), 2 * MILLI);
        escrow.on(bank, ask(self, 2, new LoanAsk.Line("a", 0, 1_000, 0, 0, 100)), 3 * MILLI);
        assertThat(said.stream()
                        .filter(LoanGrant.class::isInstance)
                        .flatMap(message -> ((LoanGrant) message).lines().stream()))
                .isNotEmpty()
                .allMatch(line -> line.lent() == 0);
    }

    @Test
    @Tag("contract-11")
    void whateverMembersSayBreaksNothing() {
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(2);
        for (int round = 0; round < 2_000; round++) {
            Escrow each = new Escrow(true);
            each.open("a", 100, till);
            each.started(new SimPeers((to, message) -> {}));
            each.changed(random.nextBoolean() ? view(bank, self) : view(self, bank), 0);
            for (int message = 0; message < 20; message++) {
                each.on(bank, anything(random), message);
                each.tick(message * 100_000_000L);
                assertThat(till.limit).as("%s round %d", seed, round).isNotNegative();
            }
            each.changed(PeerView.alone(self), 0);
            assertThat(till.limit).as("%s round %d", seed, round).isEqualTo(Off.COUNT);
        }
    }

    private PeerMessage anything(RandomGenerator random) {
        long epoch = odd(random);
        return switch (random.nextInt(3)) {
            case 0 -> new LoanCall(epoch, bank.uid(), List.of("a", "b", ""), List.of());
            case 1 ->
                new LoanAsk(
                        epoch,
                        random.nextBoolean() ? self.uid() : bank.uid(),
                        odd(random),
                        List.of(new LoanAsk.Line(
                                "a", odd(random), odd(random), (int) odd(random), (int) odd(random), (int)
                                        odd(random))));
            default ->
                new LoanGrant(
                        epoch,
                        bank.uid(),
                        self.uid(),
                        odd(random),
                        List.of(new LoanGrant.Line("a", odd(random), odd(random), (int) odd(random))));
        };
    }

    private static long odd(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> Long.MAX_VALUE;
            case 2 -> -1;
            default -> random.nextInt(3);
        };
    }

    private static LoanAsk ask(NodeId of, long sequence, LoanAsk.Line line) {
        return new LoanAsk(1, of.uid(), sequence, List.of(line));
    }

    private static LoanGrant grant(long epoch, NodeId bank, long member, long sequence, long lent, int keep) {
        return new LoanGrant(epoch, bank.uid(), member, sequence, List.of(new LoanGrant.Line("a", lent, 0, keep)));
    }

    private static NodeId id(String name, long uid) {
        return new NodeId(uid, name, new HostPort(name, 17355));
    }

    /** As this node sees them, the oldest first. */
    private PeerView view(NodeId... members) {
        return new PeerView(
                self,
                List.of(members).stream()
                        .map(each -> new PeerView.Member(each, true))
                        .toList());
    }
}
