package io.weir.registry.peer;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for all events that the receiver keeps and the sender has not heard of, wherever they happened.
 *
 * @param id the sender's own number for it
 * @param lives processes of which the sender heard, itself included
 * @param sequences the newest event it heard of, for each of them
 */
public record EventAsk(long id, List<Long> lives, List<Long> sequences) implements PeerMessage {
    public EventAsk(long id, @Nullable List<@Nullable Long> lives, @Nullable List<@Nullable Long> sequences) {
        this.id = id;
        this.lives = numbers(lives);
        this.sequences = numbers(sequences);
    }

    private static List<Long> numbers(@Nullable List<@Nullable Long> numbers) {
        return numbers == null
                ? List.of()
                : numbers.stream().filter(Objects::nonNull).toList();
    }
}
