/**
 * What the registries of two nodes say to each other, and the little that a registry knows of the cluster: who its members
 * are and how to reach them. Values and two interfaces; no thread, no socket, no actor.
 *
 * <p>Used by {@code registry}, which speaks, and by {@code registry.cluster}, which carries. A message is a record of this
 * package, listed in {@link io.weir.registry.peer.PeerMessage}, and goes over the wire as {@link io.weir.registry.peer.PeerCodec} has it.
 */
@NullMarked
package io.weir.registry.peer;

import org.jspecify.annotations.NullMarked;
