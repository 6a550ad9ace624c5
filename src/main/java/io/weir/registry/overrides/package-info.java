/**
 * What people and programs said at run time about pools and backends, as stamped fields that every node holds a copy of:
 * merging two copies gives the same whatever the order, and however often. Values only: no clock, thread, file or message.
 *
 * <p>Used by the registry, which owns a copy, and by what carries entries between nodes. Everything is immutable but
 * {@link io.weir.registry.overrides.HybridClock}, which belongs to one thread.
 */
@NullMarked
package io.weir.registry.overrides;

import org.jspecify.annotations.NullMarked;
