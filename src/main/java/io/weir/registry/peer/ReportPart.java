package io.weir.registry.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a node reports of its backends and pools, which are called by their index in a dictionary that grows with
 * the reports. Values are absolute. In each of the packed fields an entry begins with by how much its index is higher than
 * the one before, from -1.
 *
 * @param sequence one more than that of the part before, from this node to all; the same where everything is said once more
 *     to one that lacks some of it
 * @param dictionary which dictionary the indices are of; a later one has a higher number
 * @param size entries that dictionary has in all
 * @param from first index for which this part says everything, absent values being nothing; -1 where it says only what changed
 * @param to after the last index for which it does
 * @param firstEntry the index of the first entry in {@code names}
 * @param names three an entry: pool, backend's id, host; the last two empty for the pool itself
 * @param ports one an entry: of the backend's address as defined
 * @param texts what votes refer to
 * @param connections index, count
 * @param former index, count of those at addresses that the backend had before
 * @param allowances index, how many connections the node may have
 * @param ejections index, 1 or 0
 * @param votes index; 0 none, 1 up, 2 down; a number that changes with each check; which text is the reason; which the step
 * @param checks index of a pool, hash of how it is checked
 */
public record ReportPart(
        long sequence,
        long dictionary,
        int size,
        int from,
        int to,
        int firstEntry,
        List<String> names,
        Packed ports,
        List<String> texts,
        Packed connections,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Packed former,
        Packed allowances,
        Packed ejections,
        Packed votes,
        Packed checks)
        implements PeerMessage {
    public ReportPart(
            long sequence,
            long dictionary,
            int size,
            int from,
            int to,
            int firstEntry,
            @Nullable List<String> names,
            @Nullable Packed ports,
            @Nullable List<String> texts,
            @Nullable Packed connections,
            @Nullable Packed former,
            @Nullable Packed allowances,
            @Nullable Packed ejections,
            @Nullable Packed votes,
            @Nullable Packed checks) {
        this.sequence = sequence;
        this.dictionary = dictionary;
        this.size = size;
        this.from = from;
        this.to = to;
        this.firstEntry = firstEntry;
        this.names = names == null ? List.of() : List.copyOf(names);
        this.ports = orNone(ports);
        this.texts = texts == null ? List.of() : List.copyOf(texts);
        this.connections = orNone(connections);
        this.former = orNone(former);
        this.allowances = orNone(allowances);
        this.ejections = orNone(ejections);
        this.votes = orNone(votes);
        this.checks = orNone(checks);
    }

    /** Whether it says everything for a range of indices. */
    public boolean whole() {
        return from >= 0;
    }

    private static Packed orNone(@Nullable Packed packed) {
        return packed == null ? Packed.NONE : packed;
    }
}
