package io.weir.registry.peer;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node holds and needs, told to the bank.
 *
 * @param epoch the number of the newest term this node answered; 0 for none
 * @param bank the uid of that term's bank
 * @param sequence grows with each of this node's messages of the term
 * @param lines one an account, only those of which there is something to say
 */
public record LoanAsk(long epoch, long bank, long sequence, List<Line> lines) implements PeerMessage {
    public LoanAsk(long epoch, long bank, long sequence, @Nullable List<Line> lines) {
        this.epoch = epoch;
        this.bank = bank;
        this.sequence = sequence;
        this.lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /**
     * One account. Sums, not steps: one that is lost is made good by the next, one that comes twice changes nothing.
     *
     * @param account whose cap it is
     * @param lent all that was lent in this term as far as this node knows, what it held at the beginning included
     * @param returned all that it gave back in this term
     * @param used connections held now
     * @param waiting connections that wait for a loan
     * @param cap as this node's file or an override has it; 0 where it does not use the account
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Line(String account, long lent, long returned, int used, int waiting, int cap) {
        public Line(@Nullable String account, long lent, long returned, int used, int waiting, int cap) {
            this.account = account == null ? "" : account;
            this.lent = lent;
            this.returned = returned;
            this.used = used;
            this.waiting = waiting;
            this.cap = cap;
        }
    }
}
