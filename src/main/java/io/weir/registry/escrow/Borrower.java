package io.weir.registry.escrow;

import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanCall;
import io.weir.registry.peer.LoanGrant;
import io.weir.registry.peer.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A node as one that borrows: holds its connections to what was lent to it, gives back what the bank wants back and it does not
 * use, and tells the bank what it uses. It believes one bank at a time: the one of the newest term it answered.
 */
final class Borrower {
    private static final long HELLO_NANOS = 200_000_000;

    /** So much of a node's time between two looks goes with each account, so that ten thousand do not flood the bank. */
    private static final long PACE_NANOS = 100_000;

    private final Map<String, Holding> holdings = new LinkedHashMap<>();
    private final Outbox out;
    private Epoch epoch = Epoch.NONE;
    private @Nullable NodeId bank;
    private long sequence;
    private long helloAt = Long.MIN_VALUE / 2;

    Borrower(Outbox out) {
        this.out = out;
    }

    /** The newest term it answered. */
    Epoch epoch() {
        return epoch;
    }

    Holding holding(String account) {
        return holdings.computeIfAbsent(account, Holding::new);
    }

    Collection<Holding> holdings() {
        return holdings.values();
    }

    /** What it may use of an account. */
    long held(String account) {
        Holding holding = holdings.get(account);
        return holding == null ? 0 : holding.held();
    }

    /** Joins a cluster with nothing, and with no word to an earlier bank that would matter there. */
    void join() {
        epoch = Epoch.NONE;
        begin(holding -> 0);
    }

    /** Whether others lack what this node has, or may soon have, to spare. */
    boolean isTight(long now) {
        return holdings.values().stream().anyMatch(holding -> holding.isTight(now));
    }

    /** Begins a cluster, or goes on in one, holding what it brings. */
    void begin(ToLongFunction<Holding> holds) {
        bank = null;
        holdings.values().removeIf(Holding::isUnused);
        holdings.values().forEach(holding -> {
            holding.begin(holds.applyAsLong(holding));
            holding.settle();
        });
    }

    /** There is no way to any bank: what it holds it keeps, and all of it is its own. */
    void cutOff() {
        bank = null;
        holdings.values().forEach(holding -> {
            holding.forgetRecall();
            holding.settle();
        });
    }

    /** Gives back all that is not in use, now and whenever less is used; told with the next look. */
    void leave() {
        holdings.values().forEach(holding -> {
            holding.leaving();
            holding.settle();
        });
    }

    /** No other node: the caps alone hold. */
    void free() {
        bank = null;
        holdings.values().removeIf(Holding::isUnused);
        holdings.values().forEach(Holding::unbound);
    }

    /** A bank's term begins. */
    void on(NodeId from, LoanCall call, long now) {
        Epoch called = new Epoch(call.epoch(), call.bank());
        if (epoch.isAfter(called)) {
            // So that it learns of the newer term, and begins one that is newer still.
            say(from, List.of());
            return;
        }
        if (called.isAfter(epoch)) {
            epoch = called;
            sequence = 0;
            holdings.values().removeIf(holding -> holding.isUnused() && holding.held() == 0);
            holdings.values().forEach(holding -> {
                holding.begin(holding.held());
                holding.settle();
            });
        }
        bank = from;
        List<LoanAsk.Line> lines = new ArrayList<>();
        call.accounts().forEach(account -> lines.add(holding(account).tell(now)));
        if (!lines.isEmpty()) {
            say(from, lines);
        }
        tellDue(holdings.values(), now);
    }

    /** The bank lends, or wants something back. */
    void on(LoanGrant grant, NodeId self, long now) {
        if (grant.member() != self.uid() || !epoch.equals(new Epoch(grant.epoch(), grant.bank()))) {
            return;
        }
        List<Holding> touched = new ArrayList<>();
        grant.lines().forEach(line -> {
            Holding holding = holding(line.account());
            holding.take(line, grant.sequence(), now);
            holding.settle();
            touched.add(holding);
        });
        tellDue(touched, now);
    }

    /** Connections wait for want of a loan, or soon will. */
    void wanted(String account, long now) {
        Holding holding = holdings.get(account);
        if (holding == null) {
            return;
        }
        holding.wanted(now);
        holding.settle();
        tellDue(List.of(holding), now);
    }

    /** A bank that is no member any more is none; the next one will call. */
    void members(Set<NodeId> members) {
        if (bank != null && !members.contains(bank)) {
            bank = null;
        }
    }

    /** Nobody can be asked: whoever waits looks again. */
    void forgetWaiting(String account) {
        Holding holding = holdings.get(account);
        if (holding != null) {
            holding.forgetWaiting();
        }
    }

    /**
     * Time went by.
     *
     * @param oldest who should be the bank: it is greeted where no bank has called yet
     */
    void tick(NodeId oldest, long now) {
        holdings.values().forEach(holding -> {
            holding.look(now);
            holding.settle();
        });
        if (bank != null) {
            tellDue(holdings.values(), now);
        } else if (now - helloAt >= HELLO_NANOS) {
            helloAt = now;
            say(oldest, List.of());
        }
    }

    private void tellDue(Collection<Holding> those, long now) {
        NodeId to = bank;
        if (to == null) {
            return;
        }
        long pace = pace();
        List<LoanAsk.Line> lines = new ArrayList<>();
        those.forEach(holding -> {
            if (holding.isDue(now, pace)) {
                lines.add(holding.tell(now));
            }
        });
        if (!lines.isEmpty()) {
            say(to, lines);
        }
    }

    private long pace() {
        return holdings.size() * PACE_NANOS;
    }

    private void say(NodeId to, List<LoanAsk.Line> lines) {
        Outbox.parts(lines, line -> Outbox.bytes(line.account()))
                .forEach(part -> out.send(to, new LoanAsk(epoch.number(), epoch.bank(), ++sequence, part)));
    }
}
