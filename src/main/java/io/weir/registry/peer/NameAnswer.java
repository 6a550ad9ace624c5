package io.weir.registry.peer;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link NameAsk}.
 *
 * @param id the question's
 * @param named whether the sender's file names the backend
 * @param leading names of the sender's listeners that lead to the pool, where one is asked for; at most {@link #MOST}
 */
public record NameAnswer(long id, boolean named, List<String> leading) implements PeerMessage {
    /** Enough to look for. */
    public static final int MOST = 10;

    public NameAnswer(long id, boolean named, @Nullable List<@Nullable String> leading) {
        this.id = id;
        this.named = named;
        this.leading = leading == null
                ? List.of()
                : leading.stream().filter(Objects::nonNull).limit(MOST).toList();
    }
}
