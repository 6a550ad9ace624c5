package io.weir.config;

import org.jspecify.annotations.Nullable;

/** Finds out whether Pekko starts with what a file says to it, which nothing but Pekko itself knows. */
@FunctionalInterface
public interface PekkoTrial {
    /** Finds nothing out. */
    PekkoTrial NONE = pekko -> null;

    /**
     * Tries it; may take seconds.
     *
     * @param pekko a {@code pekko} section as HOCON text, empty for none
     * @return what Pekko says against it, in one line, or null where it starts
     */
    @Nullable
    String complaint(String pekko);
}
