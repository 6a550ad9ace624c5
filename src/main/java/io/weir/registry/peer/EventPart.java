package io.weir.registry.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers an {@link EventAsk}, with as many of these in a row as it takes.
 *
 * @param id the asker's number
 * @param events in the sender's order
 * @param last whether no more follow
 */
public record EventPart(long id, List<EventLine> events, boolean last) implements PeerMessage {
    public EventPart(long id, @Nullable List<@Nullable EventLine> events, boolean last) {
        this.id = id;
        this.events = EventLine.whole(events);
        this.last = last;
    }
}
