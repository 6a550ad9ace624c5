package io.weir.registry.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened on the sender's node since it last told; without events, that nothing did.
 *
 * @param life the sender's process
 * @param before the events follow the one with this sequence number; whoever has not heard of that one missed some, and asks
 * @param last the sequence number of the newest event that the sender told of
 * @param events one after the other
 */
public record EventTell(long life, long before, long last, List<EventLine> events) implements PeerMessage {
    public EventTell(long life, long before, long last, @Nullable List<@Nullable EventLine> events) {
        this.life = life;
        this.before = before;
        this.last = last;
        this.events = EventLine.whole(events);
    }
}
