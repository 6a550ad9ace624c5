/**
 * What lives in the clustered actor system: the courier, which knows the members and carries messages between registries, the
 * replica, which keeps overrides in Distributed Data, and what finds and merges islands. It decides nothing about backends.
 * All of it may end at any moment and is started anew by {@code io.weir}; whoever needs its news gets them through
 * {@link io.weir.registry.cluster.Bridge}.
 *
 * <p>Used by {@code io.weir} alone. Actors run on the clustered system's threads and never block.
 */
@NullMarked
package io.weir.registry.cluster;

import org.jspecify.annotations.NullMarked;
