/**
 * Sockets by Linux system calls through the foreign function interface: edge-triggered epoll, {@code accept4},
 * {@code splice}. Only {@code transport} may use it; everything runs on one loop's thread, except
 * {@link io.weir.transport.linux.LinuxPoller#wakeup()}. Addresses of leased memory are taken as numbers inside this
 * package only: a lease outlives the call it is passed to.
 */
@NullMarked
package io.weir.transport.linux;

import org.jspecify.annotations.NullMarked;
