/**
 * The small interface of socket operations that the event loops stand on, and what is leased through it: buffers
 * and kernel pipes. Two packages implement it, {@code transport.linux} and {@code transport.nio}; nothing above
 * {@code transport} sees which.
 *
 * <p>Thread rule: everything here belongs to one event loop and is used on that loop's thread only, except
 * {@link io.weir.transport.socket.Poller#wakeup()} and accepted sockets that are not yet attached.
 */
@NullMarked
package io.weir.transport.socket;

import org.jspecify.annotations.NullMarked;
