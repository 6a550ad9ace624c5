/**
 * The data plane: listeners, what is admitted, and a connection's life from accept to record. It reads the routing
 * table once a connection and asks nobody.
 *
 * <p>Thread rule: a {@link io.weir.proxy.LoopProxy} and its connections belong to one event loop. Shared between
 * loops are only the counters that admit connections. {@link io.weir.proxy.DataPlane} may be called from any thread.
 */
@NullMarked
package io.weir.proxy;

import org.jspecify.annotations.NullMarked;
