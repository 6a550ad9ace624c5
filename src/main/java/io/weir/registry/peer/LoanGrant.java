package io.weir.registry.peer;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bank lends to a node, and wants back of it.
 *
 * @param epoch the number of the bank's term
 * @param bank the bank's uid
 * @param member the uid of the one it is for: a later incarnation of the node must not take it
 * @param sequence grows with each message to this member in the term
 * @param lines one an account
 */
public record LoanGrant(long epoch, long bank, long member, long sequence, List<Line> lines) implements PeerMessage {
    public LoanGrant(long epoch, long bank, long member, long sequence, @Nullable List<Line> lines) {
        this.epoch = epoch;
        this.bank = bank;
        this.member = member;
        this.sequence = sequence;
        this.lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /**
     * One account.
     *
     * @param account whose cap it is
     * @param lent all that the bank lent in this term, what the node held at its beginning included
     * @param returned all that the bank knows to be given back
     * @param keep the most that the node is to keep; it gives back what is above, as soon as it is not used
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Line(String account, long lent, long returned, int keep) {
        public Line(@Nullable String account, long lent, long returned, int keep) {
            this.account = account == null ? "" : account;
            this.lent = lent;
            this.returned = returned;
            this.keep = keep;
        }
    }
}
