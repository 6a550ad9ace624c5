package io.weir.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a {@link Change}. */
public sealed interface ChangeReply {
    /**
     * It is in this node's table.
     *
     * @param pool as it is now; after a change of a backend with this one only
     * @param backend as it is now; null for a change of a pool
     * @param created whether it was not there before
     * @param durable whether it is on this node's disk
     * @param unconfirmed names of the members that have not said within the time that they act on it; they will
     */
    record Done(
            RegistryView.Pool pool,
            RegistryView.@Nullable Backend backend,
            boolean created,
            boolean durable,
            List<String> unconfirmed)
            implements ChangeReply {
        public Done {
            unconfirmed = List.copyOf(unconfirmed);
        }
    }

    /**
     * What was to be deleted takes no new connections any more.
     *
     * @param left whether it still has connections, or may have some on another node: it goes with the last one
     */
    record Gone(boolean left, boolean durable, List<String> unconfirmed) implements ChangeReply {
        public Gone {
            unconfirmed = List.copyOf(unconfirmed);
        }
    }

    /**
     * Nothing was changed.
     *
     * @param detail for the person who asked: what is in the way and what would help
     */
    record Refused(Kind kind, String detail) implements ChangeReply {}

    /** Why nothing was changed. */
    enum Kind {
        /** There is no such pool or backend. */
        NOT_FOUND,
        /** It does not go with what there is, such as what a file defines. */
        CONFLICT,
        /** It is another one than was expected, or is there where it was not to be. */
        PRECONDITION,
        /** A value is out of range. */
        RANGE,
        /** What was sent makes no sense. */
        MALFORMED
    }
}
