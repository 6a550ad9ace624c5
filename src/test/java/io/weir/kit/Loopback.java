package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses of this machine that need no look-up. */
public final class Loopback {
    private static final AtomicInteger GIVEN = new AtomicInteger();

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
     * Listens on a free port of 127.0.0.1.
     *
     * @return an open one
     */
    public static ServerSocket listen() {
        try {
            return new ServerSocket(0, 64, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port of 127.0.0.1 to be bound again and again: below those that the system gives out by itself, so that no client takes
     * it while nobody listens there.
     *
     * @return one that is free now
     */
    public static int lastingPort() {
        return lastingPorts(1).getFirst();
    }

    /**
     * Several such ports.
     *
     * @param count how many
     * @return as many, each free now and not given out for a while
     */
    public static List<Integer> lastingPorts(int count) {
        // Processes of tests are started one soon after another, and must not begin at neighbours
        int first = (int) (ProcessHandle.current().pid() * 40_503L % 12_000);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 1000 && ports.size() < count; i++) {
            int port = 20_000 + (first + 7 * GIVEN.getAndIncrement()) % 12_000;
            try (ServerSocket trial = new ServerSocket()) {
                trial.bind(port(port));
                ports.add(port);
            } catch (IOException taken) {
                // The next one then
            }
        }
        if (ports.size() < count) {
            throw new AssertionError("a thousand ports, and nearly all of them taken");
        }
        return List.copyOf(ports);
    }
}
