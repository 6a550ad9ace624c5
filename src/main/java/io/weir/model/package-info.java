/**
 * The vocabulary: immutable values every other package may use. Nothing here opens a socket, reads a clock or
 * keeps state, and everything may be shared between threads.
 */
@NullMarked
package io.weir.model;

import org.jspecify.annotations.NullMarked;
