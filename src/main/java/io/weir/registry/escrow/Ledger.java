package io.weir.registry.escrow;

import io.weir.model.Off;
import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.NodeId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One account at the bank: who may hold how much of it. Lends nothing before everybody who may have had a loan of an earlier
 * term has answered; after that what can be held never sums to more than the cap, except where the cap itself was lowered.
 */
final class Ledger {
    private final String account;
    private final Map<NodeId, Loan> loans = new TreeMap<>();
    private final Set<NodeId> unanswered;
    private long opening = -1;

    /** A ledger that waits for the answers of {@code census}. */
    Ledger(String account, Set<NodeId> census) {
        this.account = account;
        this.unanswered = new HashSet<>(census);
    }

    String account() {
        return account;
    }

    Set<NodeId> unanswered() {
        return unanswered;
    }

    Map<NodeId, Loan> loans() {
        return loans;
    }

    void hear(NodeId from, LoanAsk.Line line, boolean newest) {
        if (!Loan.isSound(line)) {
            return;
        }
        unanswered.remove(from);
        if (line.cap() > 0 || line.lent() > line.returned() || loans.containsKey(from)) {
            loans.computeIfAbsent(from, node -> new Loan()).hear(line, newest);
        }
    }

    /** Only these are members: what others held is free. */
    void retain(Set<NodeId> members) {
        loans.keySet().retainAll(members);
        unanswered.retainAll(members);
    }

    boolean isCalm() {
        return unanswered.isEmpty() && loans.values().stream().allMatch(Loan::isCalm);
    }

    void repeat() {
        loans.values().forEach(Loan::repeat);
    }

    /**
     * Lends and recalls, so that each comes near its share.
     *
     * @param limited whether only what the members held when the ledger was opened may be lent, and not the whole cap
     */
    void settle(boolean limited) {
        if (!unanswered.isEmpty()) {
            return;
        }
        if (opening < 0) {
            opening = sum(loans.values());
        }
        List<Loan> open = loans.values().stream().filter(Loan::isOpen).toList();
        int cap = open.stream().mapToInt(Loan::cap).min().orElse(0);
        int total = limited ? (int) Math.min(cap, opening) : cap;
        int[] shares = Shares.of(
                total,
                open.stream().mapToLong(Loan::wanted).toArray(),
                open.stream().mapToLong(Loan::held).toArray());
        long free = total - sum(loans.values());
        boolean over = free < 0;
        free = lend(open, shares, free, Need.WANTED);
        lend(open, shares, free, Need.RESERVE);
        boolean recalls = over;
        for (int i = 0; i < shares.length; i++) {
            recalls |= isHungry(open.get(i), shares[i]);
        }
        int at = 0;
        for (Loan loan : loans.values()) {
            int share = loan.isOpen() ? shares[at++] : 0;
            // Also where it is no less than what is held: it says that there is a lack of it
            loan.keep(!loan.isOpen() || recalls ? share : Off.COUNT);
        }
    }

    private enum Need {
        WANTED,
        RESERVE
    }

    private static long lend(List<Loan> open, int[] shares, long free, Need need) {
        long left = free;
        for (int i = 0; i < shares.length; i++) {
            Loan loan = open.get(i);
            long upTo = switch (need) {
                case WANTED -> Math.min(loan.wanted(), shares[i]);
                case RESERVE -> shares[i];
            };
            long more = Math.min(left, upTo - loan.held());
            if (more > 0) {
                loan.lend(more);
                left -= more;
            }
        }
        return left;
    }

    /** Whether a loan is urgent: it lacks what it wants of its share, or half of what its share holds in reserve is gone. */
    private static boolean isHungry(Loan loan, int share) {
        if (loan.held() >= share) {
            return false;
        }
        long reserve = Math.max(0, share - loan.wanted());
        return loan.held() - loan.wanted() < (reserve + 1) / 2;
    }

    @Override
    public String toString() {
        return account + " opened with " + opening + " awaits " + unanswered + " " + loans;
    }

    private static long sum(Collection<Loan> loans) {
        return loans.stream().mapToLong(Loan::held).sum();
    }
}
