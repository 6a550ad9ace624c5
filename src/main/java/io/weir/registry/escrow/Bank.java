package io.weir.registry.escrow;

import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanCall;
import io.weir.registry.peer.LoanGrant;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One term of the oldest member as the bank. It begins with a census, account by account: before anything of one is lent, each
 * node that was a member at the beginning has answered, and who answered takes nothing more from an earlier bank.
 */
final class Bank {
    private static final long REPEAT_NANOS = 200_000_000;

    private final NodeId self;
    private final Epoch epoch;
    private final Outbox out;
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
    private final Set<Ledger> restless = new LinkedHashSet<>();
    private final Map<NodeId, Long> heard = new HashMap<>();
    private final Map<NodeId, Long> sequences = new HashMap<>();
    private final Set<NodeId> census;
    private Set<NodeId> reachable = Set.of();
    private List<String> estranged = List.of();
    private long repeatedAt;

    /**
     * Begins a term.
     *
     * @param accounts what is to be asked for at once
     * @param estranged names of nodes that may use allowances which the members do not have; while there are any, only what
     *     the members bring is lent
     */
    Bank(Epoch epoch, PeerView view, Collection<String> accounts, Set<String> estranged, Outbox out, long now) {
        this.self = view.self();
        this.epoch = epoch;
        this.out = out;
        this.census = new HashSet<>();
        view.members().forEach(member -> census.add(member.id()));
        this.repeatedAt = now;
        accounts.forEach(this::ledger);
        view(view, estranged);
        List<String> all = List.copyOf(accounts);
        census.forEach(member -> call(member, all));
    }

    Epoch epoch() {
        return epoch;
    }

    /** Who is a member now. What others held is free. */
    void view(PeerView view, Set<String> newEstranged) {
        Set<NodeId> members = new HashSet<>();
        Set<NodeId> answering = new HashSet<>();
        view.members().forEach(member -> {
            members.add(member.id());
            if (member.reachable()) {
                answering.add(member.id());
            }
        });
        answering.add(self);
        reachable = answering;
        estranged = List.copyOf(newEstranged);
        census.retainAll(members);
        heard.keySet().retainAll(members);
        sequences.keySet().retainAll(members);
        ledgers.values().forEach(ledger -> {
            ledger.retain(members);
            ledger.settle(isLimited());
        });
        tellDue(ledgers.values());
    }

    /** A member's word, of this term or an earlier one. */
    void on(NodeId from, LoanAsk ask) {
        Epoch its = new Epoch(ask.epoch(), ask.bank());
        if (epoch.isAfter(its)) {
            call(from, ask.lines().stream().map(LoanAsk.Line::account).toList());
            return;
        }
        boolean newest = ask.sequence() > heard.getOrDefault(from, Long.MIN_VALUE);
        if (newest) {
            heard.put(from, ask.sequence());
        }
        Set<Ledger> touched = new LinkedHashSet<>();
        for (LoanAsk.Line line : ask.lines()) {
            Ledger ledger = ledger(line.account());
            ledger.hear(from, line, newest);
            ledger.settle(isLimited());
            touched.add(ledger);
        }
        tellDue(touched);
    }

    /** Asks and tells again where an answer is overdue. */
    void tick(long now) {
        if (now - repeatedAt < REPEAT_NANOS) {
            return;
        }
        repeatedAt = now;
        restless.removeIf(Ledger::isCalm);
        restless.forEach(Ledger::repeat);
        tellDue(restless);
        Map<NodeId, List<String>> calls = new TreeMap<>();
        restless.forEach(ledger -> ledger.unanswered()
                .forEach(member ->
                        calls.computeIfAbsent(member, to -> new ArrayList<>()).add(ledger.account())));
        calls.forEach(this::call);
    }

    @Override
    public String toString() {
        return "bank " + epoch + " reaches " + reachable + " " + ledgers.values();
    }

    private boolean isLimited() {
        return !estranged.isEmpty();
    }

    private Ledger ledger(String account) {
        return ledgers.computeIfAbsent(account, name -> {
            Ledger opened = new Ledger(name, census);
            restless.add(opened);
            return opened;
        });
    }

    private void call(NodeId to, List<String> accounts) {
        if (reachable.contains(to)) {
            Outbox.parts(accounts, Outbox::bytes)
                    .forEach(part -> out.send(to, new LoanCall(epoch.number(), epoch.bank(), part, estranged)));
        }
    }

    private void tellDue(Collection<Ledger> those) {
        Map<NodeId, List<LoanGrant.Line>> lines = new TreeMap<>();
        those.forEach(ledger -> ledger.loans().forEach((member, loan) -> {
            if (loan.isDue() && reachable.contains(member)) {
                lines.computeIfAbsent(member, to -> new ArrayList<>()).add(loan.tell(ledger.account()));
                restless.add(ledger);
            }
        }));
        lines.forEach((member, all) -> Outbox.parts(all, line -> Outbox.bytes(line.account()))
                .forEach(part -> out.send(
                        member,
                        new LoanGrant(
                                epoch.number(),
                                epoch.bank(),
                                member.uid(),
                                sequences.merge(member, 1L, Long::sum),
                                part))));
    }
}
