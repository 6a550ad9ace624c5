package io.weir.model;

/**
 * Socket options for both sides of a connection.
 *
 * @param noDelay whether small writes go out at once
 * @param keepalive keep-alive probes
 */
public record TcpSettings(boolean noDelay, KeepaliveSettings keepalive) {}
