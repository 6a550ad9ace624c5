package io.weir.registry;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Over which version of a thing a request is to be carried out, after RFC 9110, section 13. Immutable.
 *
 * @param match it must be there with one of these; null where that does not matter
 * @param noneMatch it must not be there with one of these; null where that does not matter
 */
public record Precondition(@Nullable Tags match, @Nullable Tags noneMatch) {
    /** Any version, and none at all. */
    public static final Precondition NONE = new Precondition(null, null);

    /**
     * Versions.
     *
     * @param any whether each is meant; then {@code tags} says nothing
     * @param tags etags without their quotes
     */
    public record Tags(boolean any, Set<String> tags) {
        /** Whatever is there. */
        public static final Tags ANY = new Tags(true, Set.of());

        public Tags {
            tags = Set.copyOf(tags);
        }

        private boolean have(@Nullable String tag) {
            return tag != null && (any || tags.contains(tag));
        }
    }

    /**
     * Whether {@link #match} is satisfied.
     *
     * @param tag of what is there; null where nothing is
     */
    public boolean isMatched(@Nullable String tag) {
        return match == null || match.have(tag);
    }

    /**
     * Whether {@link #noneMatch} is satisfied.
     *
     * @param tag of what is there; null where nothing is
     */
    public boolean isUnlike(@Nullable String tag) {
        return noneMatch == null || !noneMatch.have(tag);
    }

    /**
     * Why something is not to be changed, or null where it may be.
     *
     * @param what is to be changed, for people
     * @param tag of what is there; null where nothing is
     */
    @Nullable
    String objection(String what, @Nullable String tag) {
        if (match != null && !match.any() && match.tags().isEmpty()) {
            return "If-Match names only weak ETags, which match nothing; those here are strong";
        }
        if (!isMatched(tag)) {
            return tag == null ? "there is no " + what : what + " was changed since; read it again";
        }
        return isUnlike(tag) ? null : what + " is there, which If-None-Match rules out; read it";
    }
}
