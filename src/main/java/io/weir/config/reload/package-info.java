/**
 * What is different between two readings of a configuration, and which of it a running node can take on. Pure; used by
 * {@code io.weir}, any thread.
 */
@NullMarked
package io.weir.config.reload;

import org.jspecify.annotations.NullMarked;
