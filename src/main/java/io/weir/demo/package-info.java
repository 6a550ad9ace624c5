/**
 * What {@code weir demo} starts beside a node: small HTTP servers that answer with their own name, the configuration that
 * balances over them, further nodes as processes, and the words that tell a newcomer what to try. Knows nothing of the rest
 * of Weir and is called by the demo's commands alone; any thread may use it.
 */
@NullMarked
package io.weir.demo;

import org.jspecify.annotations.NullMarked;
