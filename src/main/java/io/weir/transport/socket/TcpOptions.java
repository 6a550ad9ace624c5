package io.weir.transport.socket;

/**
 * Options that a connected socket has from the start.
 *
 * @param noDelay whether small writes go out at once
 */
public record TcpOptions(boolean noDelay) {}
