package io.weir.transport.socket;

import org.jspecify.annotations.Nullable;

/**
 * Options for connected sockets.
 *
 * @param noDelay whether small writes go out at once
 * @param keepAlive keep-alive probes, or null for none
 */
public record TcpOptions(boolean noDelay, @Nullable KeepAlive keepAlive) {}
