package io.weir.registry;

import io.weir.model.PoolSettings;
import java.util.List;

/** Reads the settings of a pool that is added at run time. Called from the registry's thread; must not block. */
@FunctionalInterface
public interface PoolText {
    /** Understands none. */
    PoolText NONE = (name, json) -> new Bad(List.of("pools cannot be added here"), false);

    /**
     * Reads settings.
     *
     * @param name the pool's
     * @param json an object with the keys that a pool has in a file, or their camel-case forms
     */
    Outcome read(String name, String json);

    /** What came of it. */
    sealed interface Outcome {}

    /** Complete and checked; without backends. */
    record Good(PoolSettings settings) implements Outcome {}

    /**
     * What is wrong, all of it.
     *
     * @param problems each with the key, as a file has it, before a colon where it is about one
     * @param malformed whether one of them is a key that there is not or a value of another kind, and not one out of range
     */
    record Bad(List<String> problems, boolean malformed) implements Outcome {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
