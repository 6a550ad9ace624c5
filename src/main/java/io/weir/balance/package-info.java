/**
 * Which backend a connection goes to: the algorithms, one a file, the leases that count connections, and the
 * hash that sends a client to the same backend on every node. Algorithms know nothing of health: whoever builds a
 * table hands them the candidates that may be used. {@code routing} builds; {@code proxy} leases and gives back.
 *
 * <p>Everything here may be called from any event loop's thread and never blocks: counts are single words changed
 * by compare-and-set, and what several threads merely look at may be a moment old, which costs evenness, never a cap.
 */
@NullMarked
package io.weir.balance;

import org.jspecify.annotations.NullMarked;
