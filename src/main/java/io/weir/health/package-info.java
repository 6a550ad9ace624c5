/**
 * What probes and dials say of a backend: rise and fall, when to probe next, ejection after failed dials, and the
 * verdict over several nodes' votes. {@code probe} and {@code registry} call it. Everything is a pure function of
 * what is passed in, time and randomness included, and may be called from any thread.
 */
@NullMarked
package io.weir.health;

import org.jspecify.annotations.NullMarked;
