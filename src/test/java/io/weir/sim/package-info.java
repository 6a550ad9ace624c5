/**
 * The policies over time: connections, probes and tables as in a node, on a clock that jumps from event to event. Single
 * threaded; nothing here opens a socket or waits.
 */
@NullMarked
package io.weir.sim;

import org.jspecify.annotations.NullMarked;
