package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.PoolSettings;
import java.util.HashMap;
import java.util.Map;

/** A backend and its pool as defined. */
record Defined(PoolSettings pool, BackendSpec spec) {
    /** Every backend that is defined, by its key. */
    static Map<BackendKey, Defined> all(RegistryState state) {
        Map<BackendKey, Defined> all = new HashMap<>();
        for (PoolSettings pool : state.definitions().pools().values()) {
            pool.backends().forEach(spec -> all.put(RegistryState.key(pool, spec), new Defined(pool, spec)));
        }
        return all;
    }
}
