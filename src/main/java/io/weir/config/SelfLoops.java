package io.weir.config;

import io.weir.model.BackendSpec;
import io.weir.model.HostPort;
import io.weir.model.ListenerSettings;
import io.weir.model.PoolSettings;
import java.util.Optional;

/** Finds a listener whose pool leads straight back to it: each connection would open the next, without end. */
final class SelfLoops {
    private SelfLoops() {}

    static Optional<BackendSpec> in(ListenerSettings listener, PoolSettings pool) {
        return pool.backends().stream()
                .filter(backend -> listener.binds().stream().anyMatch(bind -> leads(backend.address(), bind)))
                .findFirst();
    }

    private static boolean leads(HostPort backend, HostPort bind) {
        boolean six = backend.host().indexOf(':') >= 0;
        boolean covered = bind.host().equals("*") || bind.host().equals(six ? "::" : "0.0.0.0");
        boolean local = Loopback.is(backend) || Loopback.wildcard(backend);
        return backend.port() == bind.port() && (backend.host().equals(bind.host()) || (covered && local));
    }
}
