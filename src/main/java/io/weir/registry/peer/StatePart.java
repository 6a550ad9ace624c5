package io.weir.registry.peer;

import io.weir.registry.overrides.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what the sender holds.
 *
 * @param id the question's; 0 where nobody asked: what the sender found the receiver to lack
 * @param last whether no other part follows
 */
public record StatePart(long id, List<Entry> entries, boolean last) implements PeerMessage {
    public StatePart(long id, @Nullable List<@Nullable Entry> entries, boolean last) {
        this.id = id;
        this.entries = Entry.whole(entries);
        this.last = last;
    }
}
