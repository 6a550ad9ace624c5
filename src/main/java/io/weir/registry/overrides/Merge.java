package io.weir.registry.overrides;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What taking in entries came to.
 *
 * @param next all that is known now; the very same object where nothing changed
 * @param steps the fields that changed, in the order given
 * @param lost writes that lost against one that was made without knowing of them
 */
public record Merge(Overrides next, List<Step> steps, List<Loss> lost) {
    public Merge {
        steps = List.copyOf(steps);
        lost = List.copyOf(lost);
    }

    /** Whether anything is another than before. */
    public boolean changed() {
        return !steps.isEmpty();
    }

    /**
     * A field changed.
     *
     * @param before null where nothing was said of it
     */
    public record Step(@Nullable Entry before, Entry after) {}

    /** Of two writes neither of which knew of the other. */
    public record Loss(Entry loser, Entry winner) {}
}
