package io.weir.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

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

    /**
     * A port of 127.0.0.1 to be bound again and again: below those that the system gives out by itself, so that no client takes
     * it while nobody listens there.
     *
     * @return one that is free now
     */
    public static int lastingPort() {
        int first = (int) (ProcessHandle.current().pid() % 4000);
        for (int i = 0; i < 1000; i++) {
            int port = 20_000 + (first + 7 * i) % 12_000;
            try (ServerSocket trial = new ServerSocket()) {
                trial.bind(port(port));
                return port;
            } catch (IOException taken) {
                // The next one then
            }
        }
        throw new AssertionError("a thousand ports, and all of them taken");
    }
}
