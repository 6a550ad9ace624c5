package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What all facts together say of a backend, but for ejections, which depend on the rest of its pool.
 *
 * @param key who it is
 * @param spec as defined
 * @param address resolved, or null while its name has never been
 * @param state what operators want
 * @param health the verdict
 * @param reason why, for a person to read
 */
public record BackendFacts(
        BackendKey key,
        BackendSpec spec,
        @Nullable InetSocketAddress address,
        AdminState state,
        Health health,
        String reason) {
    /** Whether it may take connections where those of this health do. */
    boolean usable(Health wanted) {
        return health == wanted && state == AdminState.READY && spec.weight() > 0 && address != null;
    }
}
