/**
 * The command line's client side: what a command shows, and the commands that talk to a running node. Knows nothing of
 * the rest of Weir. Called by {@code io.weir} on the main thread.
 */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
