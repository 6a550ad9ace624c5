package io.weir.registry.escrow;

import io.weir.model.Off;
import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanGrant;

/**
 * What the bank knows of one borrower and one account. The borrower never holds more than what was lent less what is known to
 * be returned: it may not have heard of the last loan, and the bank not of the last return.
 */
final class Loan {
    /** Far more than is lent in any term. */
    private static final long MOST = 1L << 50;

    private long lent;
    private long returned;
    private long heardLent;
    private long toldReturned;
    private int used;
    private int waiting;
    private int cap;
    private int keep = Off.COUNT;
    private boolean due;

    /** Takes in what the borrower says; what it uses and waits for only where this is its newest word. */
    void hear(LoanAsk.Line line, boolean newest) {
        lent = Math.max(lent, line.lent());
        heardLent = Math.max(heardLent, line.lent());
        returned = Math.max(returned, line.returned());
        due |= returned > toldReturned;
        if (newest) {
            used = Math.max(0, line.used());
            waiting = Math.max(0, line.waiting());
            cap = Math.max(0, line.cap());
        }
    }

    /** Whether it is something that a borrower of this term can say: more than a cap at a time it never holds. */
    static boolean isSound(LoanAsk.Line line) {
        return line.returned() >= 0
                && line.lent() >= line.returned()
                && line.lent() < MOST
                && line.lent() - line.returned() <= Off.COUNT;
    }

    /** The most it can hold. */
    long held() {
        return lent - returned;
    }

    /** Whether it uses the account at all. */
    boolean isOpen() {
        return cap > 0;
    }

    int cap() {
        return cap;
    }

    int used() {
        return used;
    }

    long wanted() {
        return isOpen() ? (long) used + waiting : 0;
    }

    void lend(long more) {
        lent += more;
        due = true;
    }

    /** Wants back what it holds above {@code most}; {@link Off#COUNT} for nothing. */
    void keep(int most) {
        due |= keep != most;
        keep = most;
    }

    /** Whether it heard all and gave back what it should. */
    boolean isCalm() {
        return heardLent == lent && held() <= keep;
    }

    /** Tells it again where an answer is overdue. */
    void repeat() {
        due |= !isCalm();
    }

    boolean isDue() {
        return due;
    }

    /** What to tell it, which counts as told from now on. */
    LoanGrant.Line tell(String account) {
        due = false;
        toldReturned = returned;
        return new LoanGrant.Line(account, lent, returned, keep);
    }

    @Override
    public String toString() {
        return held() + " (used " + used + ", waiting " + waiting + ", keep " + keep + ", cap " + cap + ")";
    }
}
