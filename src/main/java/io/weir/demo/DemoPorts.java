package io.weir.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Hands out ports of 127.0.0.1, each once. One thread. */
public final class DemoPorts {
    private static final int HIGHEST = 65_535;

    private final Set<Integer> taken = new HashSet<>();
    private int last;

    /**
     * Takes a port for {@link #last()} to tell.
     *
     * @param wanted 0 for any free one; another is taken whether it is free or not, so that its user can say who has it
     * @return false where there is no such port or it was taken from here before
     * @throws IOException where no port is free
     */
    public boolean take(int wanted) throws IOException {
        last = wanted == 0 ? free() : wanted;
        return last >= 1 && last <= HIGHEST && taken.add(last);
    }

    /** The port last asked for. */
    public int last() {
        return last;
    }

    /**
     * Takes this port, or any other where it is not free.
     *
     * @throws IOException where no port is free
     */
    public int near(int preferred) throws IOException {
        if (!taken.contains(preferred) && isFree(preferred)) {
            taken.add(preferred);
            return preferred;
        }
        int other = free();
        taken.add(other);
        return other;
    }

    /** One that nobody has at this moment. */
    private int free() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (!taken.contains(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
