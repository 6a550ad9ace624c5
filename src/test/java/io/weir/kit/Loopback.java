package io.weir.kit;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses of this machine that need no look-up. */
public final class Loopback {
    private Loopback() {}

    /**
     * A port of 127.0.0.1.
     *
     * @param port 0 for a free one
     * @return its address
     */
    public static InetSocketAddress port(int port) {
        return at("127.0.0.1", port);
    }

    /**
     * A port of any address.
     *
     * @param literal an IPv4 or IPv6 address, never a name
     * @param port 0 for a free one
     * @return its address
     */
    public static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
