package io.weir.model;

import java.time.Duration;
import java.util.List;

/**
 * One pool of backends.
 *
 * @param name its name, unique on the node
 * @param algorithm how one is chosen
 * @param balanceScope whose connection counts the choice sees
 * @param backends in the file's order; ids are unique
 * @param maxConnections of the whole pool, or {@link Off#COUNT}
 * @param maxConnectionsScope whether caps hold over the cluster or a node
 * @param healthCheck how backends are checked
 * @param outlierDetection when failed dials eject a backend on this node
 * @param connect how backends are dialled
 * @param whenAllDown what happens while none is usable
 * @param resolveInterval how often host names are looked up again
 */
public record PoolSettings(
        String name,
        Algorithm algorithm,
        Scope balanceScope,
        List<BackendSpec> backends,
        int maxConnections,
        Scope maxConnectionsScope,
        HealthCheckSettings healthCheck,
        OutlierSettings outlierDetection,
        ConnectSettings connect,
        WhenAllDown whenAllDown,
        Duration resolveInterval) {
    public PoolSettings {
        backends = List.copyOf(backends);
    }

    /** The same pool with other backends. */
    public PoolSettings withBackends(List<BackendSpec> other) {
        return new PoolSettings(
                name,
                algorithm,
                balanceScope,
                other,
                maxConnections,
                maxConnectionsScope,
                healthCheck,
                outlierDetection,
                connect,
                whenAllDown,
                resolveInterval);
    }
}
