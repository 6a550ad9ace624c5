package io.weir.registry.escrow;

import io.weir.model.Off;
import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanCall;
import io.weir.registry.peer.LoanGrant;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The allowances of one node: what it may use of each cap that holds over the cluster. Not thread-safe; times are of one
 * monotonic clock, in nanoseconds.
 *
 * <ul>
 *   <li>Alone, a node has all of each cap.
 *   <li>With others, one that joins begins with nothing, and the oldest is the {@link Bank}.
 *   <li>Without a control plane it keeps to what it holds. It comes back as another incarnation, which joins others with nothing,
 *       or begins a cluster with what it kept: the nodes it was cut off from may use the rest. Only when each of them, known by
 *       its name, has come back to it is the whole cap there again.
 * </ul>
 */
public final class Escrow {
    private final Borrower borrower;
    private final Deque<PeerMessage> own = new ArrayDeque<>();
    private Set<String> estranged = new TreeSet<>();
    private @Nullable Peers peers;
    private @Nullable PeerView view;
    private Set<NodeId> members = Set.of();
    private @Nullable NodeId self;
    private @Nullable Bank bank;
    private boolean free;

    /**
     * A node that knows nothing of others yet.
     *
     * @param expectsOthers whether it is to look for others, and so has nothing before it knows that there are none
     */
    public Escrow(boolean expectsOthers) {
        borrower = new Borrower(this::send);
        free = !expectsOthers;
    }

    /**
     * This node uses an account, or its cap is another one.
     *
     * @param cap 1 or more; the lowest that any node says is the one that holds
     */
    public void open(String account, int cap, Till till) {
        borrower.holding(account).open(cap, till);
        if (free) {
            borrower.holding(account).unbound();
        } else {
            borrower.holding(account).settle();
        }
    }

    /**
     * This node uses an account no more: what its connections that live on use it keeps until they end.
     *
     * @param till counts them; it is left at a limit of 0
     */
    public void close(String account, Till till) {
        borrower.holding(account).close(till);
        borrower.holding(account).settle();
    }

    /** This node uses an account no more as one of the cluster's, but by a cap of its own. */
    public void leave(String account) {
        borrower.holding(account).leave();
        borrower.holding(account).settle();
    }

    /** What this node may use of an account; {@link Off#COUNT} where its own cap is the only limit. */
    public long held(String account) {
        return free ? Off.COUNT : borrower.held(account);
    }

    /** This node will soon be gone: from now on it holds no more than it uses. */
    public void leave() {
        if (!free) {
            borrower.leave();
        }
    }

    /** There is a way to other nodes. */
    public void started(Peers way) {
        if (view != null) {
            stopped();
        }
        peers = way;
    }

    /** The control plane is gone, and with it this incarnation. */
    public void stopped() {
        PeerView last = view;
        if (last != null) {
            last.others().forEach(other -> estranged.add(other.name()));
        }
        peers = null;
        view = null;
        members = Set.of();
        bank = null;
        own.clear();
        if (!free) {
            borrower.cutOff();
        }
    }

    /** Who is a member now. */
    public void changed(PeerView next, long now) {
        boolean reborn = !next.self().equals(self);
        boolean wasFree = free;
        self = next.self();
        view = next;
        members = members(next);
        next.others().forEach(other -> estranged.remove(other.name()));
        free = next.alone() && estranged.isEmpty();
        if (free) {
            bank = null;
            borrower.free();
            return;
        }
        boolean leads = next.oldest().equals(self);
        if (!leads && (wasFree || reborn)) {
            borrower.join();
        } else if (wasFree) {
            borrower.begin(Holding::cap);
        } else if (reborn) {
            borrower.begin(Holding::held);
        }
        borrower.members(members);
        if (!leads) {
            bank = null;
        } else if (bank == null || reborn) {
            beginTerm(borrower.epoch(), now);
        } else {
            bank.view(next, estranged);
        }
        deliverOwn(now);
    }

    /** A message of another node; of one that is no member it is passed over. */
    public void on(NodeId from, PeerMessage message, long now) {
        if (!free && members.contains(from)) {
            take(from, message, now);
            deliverOwn(now);
        }
    }

    /** Connections were turned away for want of an allowance, or soon will be: see {@link Till#callAt}. */
    public void wanted(String account, long now) {
        if (free) {
            borrower.forgetWaiting(account);
        } else {
            borrower.wanted(account, now);
            deliverOwn(now);
        }
    }

    /** Whether {@link #tick} has anything to do. */
    public boolean needsTicks() {
        return view != null && !free;
    }

    /** Whether others lack what this node has, or may soon have, to spare: then {@link #tick} should be called every 20 ms. */
    public boolean isTight(long now) {
        return view != null && !free && borrower.isTight(now);
    }

    /** Time went by; to be called about every 100 ms. */
    public void tick(long now) {
        PeerView known = view;
        if (free) {
            return;
        }
        if (known == null) {
            borrower.holdings().forEach(Holding::settle);
            return;
        }
        borrower.tick(known.oldest(), now);
        if (bank != null) {
            bank.tick(now);
        }
        deliverOwn(now);
    }

    private void take(NodeId from, PeerMessage message, long now) {
        PeerView known = view;
        if (known == null) {
            return;
        }
        switch (message) {
            case LoanCall call -> {
                if (call.bank() == from.uid()) {
                    adopt(from, call, known);
                    borrower.on(from, call, now);
                }
            }
            case LoanGrant grant -> borrower.on(grant, known.self(), now);
            case LoanAsk ask -> asked(from, ask, now);
            default -> {
                // Not about loans
            }
        }
    }

    /** Who is estranged is the cluster's affair: its bank says so. Within one term they only become fewer. */
    private void adopt(NodeId from, LoanCall call, PeerView known) {
        Epoch called = new Epoch(call.epoch(), call.bank());
        if (from.equals(known.self()) || borrower.epoch().isAfter(called)) {
            return;
        }
        if (called.isAfter(borrower.epoch())) {
            estranged = new TreeSet<>(call.estranged());
        } else {
            estranged.retainAll(call.estranged());
        }
        known.others().forEach(other -> estranged.remove(other.name()));
    }

    private void asked(NodeId from, LoanAsk ask, long now) {
        Bank mine = bank;
        if (mine == null) {
            return;
        }
        Epoch its = new Epoch(ask.epoch(), ask.bank());
        if (its.isAfter(mine.epoch())) {
            if (its.number() < Long.MAX_VALUE) {
                beginTerm(its, now);
            }
        } else {
            mine.on(from, ask);
        }
    }

    private void beginTerm(Epoch before, long now) {
        PeerView known = view;
        if (known != null) {
            bank = new Bank(
                    before.after(known.self().uid()),
                    known,
                    borrower.holdings().stream().map(Holding::account).toList(),
                    estranged,
                    this::send,
                    now);
        }
    }

    private void send(NodeId to, PeerMessage message) {
        if (to.equals(self)) {
            own.add(message);
        } else if (peers != null) {
            peers.tell(to, message);
        }
    }

    /** What this node says to itself goes the same way, only nearer: after what is being done, one by one. */
    private void deliverOwn(long now) {
        NodeId me = self;
        while (me != null && !own.isEmpty()) {
            take(me, own.remove(), now);
        }
    }

    @Override
    public String toString() {
        return (free ? "free" : "bound") + " estranged " + estranged + " answered " + borrower.epoch()
                + (bank == null ? "" : " " + bank);
    }

    private static Set<NodeId> members(PeerView view) {
        Set<NodeId> members = new HashSet<>();
        view.members().forEach(member -> members.add(member.id()));
        return members;
    }
}
