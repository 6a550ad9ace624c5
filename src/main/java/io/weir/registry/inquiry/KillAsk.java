package io.weir.registry.inquiry;

import org.jspecify.annotations.Nullable;

/**
 * Wants a connection ended by a reset. Answered by {@link KillPart}.
 *
 * @param id the connection's
 * @param by who wants it
 * @param from where his request came from
 */
public record KillAsk(String id, String by, String from) {
    /** Its word. */
    public static final String WORD = "kill";

    public KillAsk(@Nullable String id, @Nullable String by, @Nullable String from) {
        this.id = id == null ? "" : id;
        this.by = by == null ? "" : by;
        this.from = from == null ? "" : from;
    }
}
