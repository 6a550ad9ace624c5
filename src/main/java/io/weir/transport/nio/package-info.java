/**
 * Sockets by the JDK's portable channels, for systems without the native ones. Only {@code transport} may use it;
 * everything runs on one loop's thread, except {@link io.weir.transport.nio.NioPoller#wakeup()}.
 */
@NullMarked
package io.weir.transport.nio;

import org.jspecify.annotations.NullMarked;
