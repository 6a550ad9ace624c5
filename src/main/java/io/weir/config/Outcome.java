package io.weir.config;

import io.weir.model.Settings;
import java.util.List;

/** What reading a configuration file came to. */
public sealed interface Outcome {
    /**
     * The file can be obeyed.
     *
     * @param settings complete and checked
     * @param warnings what can be obeyed but hardly was meant, in the file's order
     * @param effective every setting with where it came from
     */
    record Good(Settings settings, List<Problem> warnings, Effective effective) implements Outcome {
        public Good {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The file cannot be obeyed.
     *
     * @param problems all of them, in the file's order; at least one
     * @param warnings as with a good file
     */
    record Bad(List<Problem> problems, List<Problem> warnings) implements Outcome {
        public Bad {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The file cannot be read at all.
     *
     * @param file as named by the user
     * @param why in the user's words, such as {@code no such file}
     */
    record Unreadable(String file, String why) implements Outcome {
        @Override
        public String toString() {
            return file + ": cannot be read: " + why;
        }
    }
}
