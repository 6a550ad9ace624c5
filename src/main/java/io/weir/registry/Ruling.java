package io.weir.registry;

import io.weir.health.Verdict;
import io.weir.model.Health;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes' votes on a backend came to.
 *
 * @param verdict the verdict; null where this node's own checks speak for themselves
 * @param shunned whether this node's checks find it down though the others do not: it is avoided here while another is usable
 */
public record Ruling(@Nullable Verdict verdict, boolean shunned) {
    /** Where only our own checks can say anything. */
    public static final Ruling NONE = new Ruling(null, false);

    /** Whether nothing but words differs. */
    boolean meansTheSame(Ruling other) {
        return shunned == other.shunned && Objects.equals(health(), other.health());
    }

    /** Whether to wait would cost connections. */
    boolean urgent() {
        return shunned || health() == Health.DOWN;
    }

    private @Nullable Health health() {
        return verdict == null ? null : verdict.health();
    }
}
