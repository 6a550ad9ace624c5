/**
 * A cap over the cluster: what each node may use of it is its allowance, and allowances move between nodes by loans so that
 * they never sum to more than the cap. Pure: messages and the time come in, messages go out; no thread, no clock, no socket.
 *
 * <p>Each capped backend or pool is an {@code account}, named alike on every node. The member that has been up for longest is
 * the bank; every node, the bank's included, is a borrower. Used by {@code registry}, from its one thread, through
 * {@link io.weir.registry.escrow.Escrow}.
 */
@NullMarked
package io.weir.registry.escrow;

import org.jspecify.annotations.NullMarked;
