/**
 * What Weir tells about itself: meters, the access log, the event journal, the log on standard error, and clocks.
 * Every package but {@code model}, {@code wire}, {@code balance}, {@code health} and {@code transport} may call it.
 *
 * <p>Meters are written by one thread each, an event loop's, and read by any; see {@link io.weir.observe.LoopMeters}.
 * Everything else here may be called by any thread and never makes it wait.
 */
@NullMarked
package io.weir.observe;

import org.jspecify.annotations.NullMarked;
