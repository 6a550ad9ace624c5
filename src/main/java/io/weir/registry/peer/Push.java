package io.weir.registry.peer;

import io.weir.registry.overrides.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * These fields were written at the sender: take them in now. Many go in several pushes of one number, in a row.
 *
 * @param id the sender's own number for it
 * @param last whether no more follow: then say when they all are in the table
 */
public record Push(long id, List<Entry> entries, boolean last) implements PeerMessage {
    public Push(long id, @Nullable List<@Nullable Entry> entries, boolean last) {
        this.id = id;
        this.entries = Entry.whole(entries);
        this.last = last;
    }
}
