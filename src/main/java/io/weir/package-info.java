/** Weir's assembly: the one place that wires the packages below, and the order of shutdown. */
@NullMarked
package io.weir;

import org.jspecify.annotations.NullMarked;
