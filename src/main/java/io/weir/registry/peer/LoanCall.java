package io.weir.registry.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bank of a cluster says that its term has begun and asks a member what it holds. Who answers takes no loan of an earlier
 * term any more.
 *
 * @param epoch the number of the term
 * @param bank the bank's uid; with the number it names the term
 * @param accounts what it wants an answer about even where nothing is held; an answer may speak of others too
 * @param estranged names of nodes that may still use allowances which the cluster's nodes do not have
 */
public record LoanCall(long epoch, long bank, List<String> accounts, List<String> estranged) implements PeerMessage {
    public LoanCall(long epoch, long bank, @Nullable List<String> accounts, @Nullable List<String> estranged) {
        this.epoch = epoch;
        this.bank = bank;
        this.accounts = accounts == null ? List.of() : List.copyOf(accounts);
        this.estranged = estranged == null ? List.of() : List.copyOf(estranged);
    }
}
