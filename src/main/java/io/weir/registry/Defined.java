package io.weir.registry;

import io.weir.model.BackendSpec;
import io.weir.model.PoolSettings;

/**
 * A backend and its pool as they are in effect.
 *
 * @param pool with what was said at run time
 * @param spec likewise
 * @param base the backend's definition, before any override
 * @param origin where that stands
 * @param spoken what operators want of it
 */
public record Defined(PoolSettings pool, BackendSpec spec, BackendSpec base, Origin origin, Spoken spoken) {}
