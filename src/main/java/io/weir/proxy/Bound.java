package io.weir.proxy;

import java.net.InetSocketAddress;

/**
 * A bind of a listener that is in place.
 *
 * @param listener the listener's name
 * @param address where it listens, with the real port
 */
public record Bound(String listener, InetSocketAddress address) {}
