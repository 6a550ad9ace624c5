package io.weir.routing;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a backend when a table is built.
 *
 * @param key who it is; the pool's name, {@code spec}'s id and address
 * @param spec weight, cap and backup as they are in effect, overrides included
 * @param address resolved, or null while its name has never been: it then counts as down
 * @param state what operators want of it
 * @param health what the checks say
 * @param reason why, in words for people; not part of the choice
 * @param ejected whether this node took it out after failed dials
 */
public record BackendInput(
        BackendKey key,
        BackendSpec spec,
        @Nullable InetSocketAddress address,
        AdminState state,
        Health health,
        String reason,
        boolean ejected) {
    public BackendInput {
        if (address != null && address.isUnresolved()) {
            throw new IllegalArgumentException("not resolved: " + address);
        }
    }

    /** The same with another health. */
    public BackendInput withHealth(Health newHealth, String newReason) {
        return new BackendInput(key, spec, address, state, newHealth, newReason, ejected);
    }

    /** The same with another state. */
    public BackendInput withState(AdminState newState) {
        return new BackendInput(key, spec, address, newState, health, reason, ejected);
    }

    /** The same, ejected or not. */
    public BackendInput withEjected(boolean newEjected) {
        return new BackendInput(key, spec, address, state, health, reason, newEjected);
    }
}
