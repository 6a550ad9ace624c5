/**
 * The data plane's engine: event loops that are Pekko dispatchers, sockets that are stream stages, dialling, joining
 * two sockets into one flow, and one timer wheel a loop. It knows nothing of pools or backends.
 *
 * <p>Thread rule: an {@link io.weir.transport.EventLoop} and everything made by it belong to that loop's thread.
 * {@link io.weir.transport.EventLoop#execute} and {@link io.weir.transport.LoopHost#run} are the ways in from
 * elsewhere.
 */
@NullMarked
package io.weir.transport;

import org.jspecify.annotations.NullMarked;
