package io.weir.model;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a health check does once it has a backend to talk to. */
public sealed interface CheckKind {
    /** No check: the backend counts as up. */
    record None() implements CheckKind {}

    /** A TCP connection that opens is a success. */
    record Tcp() implements CheckKind {}

    /**
     * A GET that answers with one of these statuses is a success.
     *
     * @param path the request's path, beginning with a slash
     * @param host the {@code Host} header, or null for the backend's address
     * @param status accepted statuses
     */
    record Http(String path, @Nullable String host, List<StatusRange> status) implements CheckKind {
        public Http {
            status = List.copyOf(status);
        }
    }

    /**
     * Some bytes are sent, and what comes back must match.
     *
     * @param send what is sent first, in UTF-8; may be empty for a backend that speaks first
     * @param expect found anywhere in what was received (ISO-8859-1), or null to expect nothing
     * @param maxBytes at most this much is read before the check gives up
     */
    record SendExpect(String send, @Nullable Pattern expect, int maxBytes) implements CheckKind {
        /** By value, which {@link Pattern} itself does not offer: a file read again must give an equal check. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SendExpect that
                    && send.equals(that.send)
                    && maxBytes == that.maxBytes
                    && Objects.equals(text(expect), text(that.expect))
                    && flags(expect) == flags(that.expect);
        }

        @Override
        public int hashCode() {
            return Objects.hash(send, text(expect), maxBytes);
        }

        private static @Nullable String text(@Nullable Pattern pattern) {
            return pattern == null ? null : pattern.pattern();
        }

        private static int flags(@Nullable Pattern pattern) {
            return pattern == null ? 0 : pattern.flags();
        }
    }

    /**
     * Statuses from {@code low} to {@code high}, both included, 100 to 599.
     */
    record StatusRange(int low, int high) {
        /** Whether a status is one of them. */
        public boolean includes(int status) {
            return low <= status && status <= high;
        }
    }
}
