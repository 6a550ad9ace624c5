package io.weir.config.reload;

import io.weir.config.KeyPath;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two readings. Immutable.
 *
 * @param action what it is
 * @param path where; an element of a list that has names or ids goes by that, and the list itself stands for its order
 * @param from what stood there; null for nothing, or off
 * @param to what stands there now; null likewise
 */
public record Edit(
        Action action,
        KeyPath path,
        @Nullable Object from,
        @Nullable Object to) {
    /** The kinds of differences. */
    public enum Action {
        /** It is new. */
        ADDED("added"),
        /** It is there no more. */
        REMOVED("removed"),
        /** It has another value. */
        CHANGED("changed");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** For people and programs. */
        public String word() {
            return word;
        }
    }
}
