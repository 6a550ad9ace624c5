package io.weir.registry.escrow;

import io.weir.model.Off;
import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanGrant;
import org.jspecify.annotations.Nullable;

/**
 * One account as a borrower has it. What it holds is what was lent to it less what it gave back, both sums of the bank's term
 * that only grow; so a message that is late, lost or repeated does no harm.
 */
final class Holding {
    /** Waiting connections look again every few milliseconds; what was counted longer ago than this waits no more. */
    private static final long WAIT_NANOS = 20_000_000;

    private static final long REPEAT_NANOS = 200_000_000;
    private static final long SOON_NANOS = 10_000_000;
    private static final long TIGHT_NANOS = 1_000_000_000;
    private static final long LATELY_NANOS = 1_000_000_000;
    private static final long REFRESH_NANOS = 20_000_000_000L;
    private static final long REFRESH_PACES = 50;

    private final String account;
    private @Nullable Till till;
    private int cap;
    private long lent;
    private long returned;
    private long acknowledged;
    private int keep = Off.COUNT;
    private long grantSequence;
    private long tightUntil = Long.MIN_VALUE / 2;
    private int allowed = -1;
    private int used;
    private int waiting;
    private long waitingSince = Long.MIN_VALUE / 2;
    private int toldUsed;
    private int toldWaiting;
    private long toldAt = Long.MIN_VALUE / 2;
    private boolean due = true;
    private boolean called;
    private boolean leaving;

    Holding(String account) {
        this.account = account;
    }

    String account() {
        return account;
    }

    /** Lets this node use the account, or changes its cap; 0 for none. */
    void open(int newCap, Till newTill) {
        int next = leaving ? 0 : newCap;
        due |= next != cap;
        if (!newTill.equals(till)) {
            allowed = -1;
            var _ = newTill.takeWaiting();
        }
        cap = next;
        till = newTill;
    }

    /** This node uses the account no more, but for connections that live on. */
    void close(Till last) {
        open(0, last);
        waiting = 0;
    }

    /** This node uses the account no more, and nothing is counted for it. */
    void leave() {
        due |= cap != 0;
        cap = 0;
        till = null;
        used = 0;
        waiting = 0;
    }

    /** Nothing is kept from now on but what is used. */
    void leaving() {
        leaving = true;
        due |= cap != 0;
        cap = 0;
    }

    /** Whether this node could do without it, but for what it holds. */
    boolean isUnused() {
        return cap == 0 && used == 0;
    }

    /** What this node may use. */
    long held() {
        return lent - returned;
    }

    /** Whether others lack what this node has, or may soon have, to spare: then the bank should hear of every change. */
    boolean isTight(long now) {
        return held() > keep || now < tightUntil;
    }

    int cap() {
        return cap;
    }

    /** Begins a term, or a life in another cluster, with this much. */
    void begin(long holds) {
        lent = holds;
        returned = 0;
        acknowledged = 0;
        keep = Off.COUNT;
        grantSequence = 0;
        due = true;
        allowed = -1;
    }

    /** Nobody asks for anything back any more. */
    void forgetRecall() {
        keep = Off.COUNT;
    }

    /** The node's own cap is the only one. */
    void unbound() {
        if (till != null && allowed != Off.COUNT) {
            allowed = Off.COUNT;
            used = till.allow(Off.COUNT);
            till.callAt(Off.COUNT);
        }
    }

    /** Takes in what the bank says. */
    void take(LoanGrant.Line line, long sequence, long now) {
        due |= line.lent() > lent;
        lent = Math.max(lent, line.lent());
        acknowledged = Math.max(acknowledged, Math.min(line.returned(), returned));
        if (sequence > grantSequence) {
            grantSequence = sequence;
            keep = Math.max(0, line.keep());
            tightUntil = keep == Off.COUNT ? now : now + TIGHT_NANOS;
        }
    }

    /** Sees to it that no more is used than is held, and gives back what is to be given back and not in use. */
    void settle() {
        int ceiling = cap == 0 ? 0 : (int) Math.min(held(), keep);
        if (till == null) {
            used = 0;
        } else if (ceiling != allowed) {
            allowed = ceiling;
            used = till.allow(ceiling);
        } else {
            used = till.used();
        }
        long excess = held() - Math.max(ceiling, used);
        if (excess > 0) {
            returned += excess;
            due = true;
        }
        if (till != null) {
            int spare = ceiling - used;
            till.callAt(spare > 0 ? used + Math.max(1, spare / 2) : Off.COUNT);
        }
    }

    /** Connections were turned away for want of a loan, or soon would be. */
    void wanted(long now) {
        called = true;
        count(now);
    }

    private void count(long now) {
        if (till == null) {
            return;
        }
        int more = till.takeWaiting();
        if (now - waitingSince > WAIT_NANOS) {
            waiting = 0;
            waitingSince = now;
        }
        waiting = (int) Math.min(Off.COUNT - 1L, (long) waiting + more);
    }

    /** Forgets those that have been waiting for too long to be waiting still. */
    void look(long now) {
        if (now - waitingSince > WAIT_NANOS) {
            count(now);
        }
    }

    void forgetWaiting() {
        if (till != null) {
            var _ = till.takeWaiting();
        }
    }

    /**
     * Whether the bank should hear of this account now.
     *
     * @param pace mere changes of what is used are told no more often, in nanoseconds
     */
    boolean isDue(long now, long pace) {
        long quiet = now - toldAt;
        if (due) {
            return true;
        }
        if (acknowledged < returned && quiet >= REPEAT_NANOS) {
            return true;
        }
        if (waiting > 0 && (waiting >= 2 * toldWaiting || quiet >= SOON_NANOS)) {
            return true;
        }
        if (waiting == 0 && toldWaiting > 0) {
            return true;
        }
        if (quiet < pace) {
            return false;
        }
        if (called && used > toldUsed) {
            return true;
        }
        long change = Math.abs((long) used - toldUsed);
        return change > (isTight(now) ? 0 : held() / 8)
                || (change > 0 && quiet >= LATELY_NANOS + pace)
                || (cap > 0 && quiet >= REFRESH_NANOS + REFRESH_PACES * pace);
    }

    /** What to tell, which counts as told from now on. */
    LoanAsk.Line tell(long now) {
        due = false;
        called = false;
        toldAt = now;
        toldUsed = used;
        toldWaiting = waiting;
        return new LoanAsk.Line(account, lent, returned, used, waiting, cap);
    }
}
