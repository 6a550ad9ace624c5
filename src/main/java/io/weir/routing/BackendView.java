package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import org.jspecify.annotations.Nullable;

/**
 * A backend as a table has it, for reading.
 *
 * @param key who it is
 * @param spec weight, cap and backup in effect
 * @param state what operators want of it
 * @param health what the checks say; down where its name never resolved
 * @param reason why
 * @param ejected whether this node took it out after failed dials
 * @param backend its live counts; null where its name never resolved
 */
public record BackendView(
        BackendKey key,
        BackendSpec spec,
        AdminState state,
        Health health,
        String reason,
        boolean ejected,
        @Nullable Backend backend) {
    static BackendView of(BackendInput input, @Nullable Backend backend) {
        return new BackendView(
                input.key(),
                input.spec(),
                input.state(),
                backend == null ? Health.DOWN : input.health(),
                input.reason(),
                input.ejected(),
                backend);
    }

    /** Connections this node holds to it. */
    public int connections() {
        return backend == null ? 0 : backend.connections();
    }

    /** The decayed peak of the time to connect in nanoseconds; 0 where none was seen yet. */
    public double connectNanos(long nowNanos) {
        return backend == null ? 0 : backend.connectNanos(nowNanos);
    }

    /** Connections of all nodes, as this one knows them; 0 where its name never resolved. */
    public int clusterConnections() {
        return backend == null ? 0 : backend.clusterConnections();
    }

    /** Whether this node may use some of its cap, where that holds over the cluster. */
    boolean hasAllowance() {
        return backend == null || backend.allowance() > 0;
    }

    /** Whether an operator lets it take connections and an address is known. */
    boolean eligible() {
        return backend != null && state == AdminState.READY && spec.weight() > 0;
    }
}
