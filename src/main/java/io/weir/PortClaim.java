package io.weir;

import io.weir.admin.PortHolder;
import io.weir.model.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's claim to a TCP port that it listens on only seconds later, and again each time its control plane restarts. It
 * is the UDP port of that address: it keeps out every other node, and no other address, just as listening would, is
 * in the way of nothing that listens, and the system takes it back from a process that was killed. Nothing is sent to it and
 * nothing is read from it.
 */
final class PortClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortClaim.class);

    private final @Nullable DatagramSocket socket;

    private PortClaim(@Nullable DatagramSocket socket) {
        this.socket = socket;
    }

    /**
     * Claims a port, until the claim is closed; one of the system's choice needs no claim.
     *
     * @param bind where the port is to be listened on
     * @param key of the configuration, which says so
     * @throws Refusal where somebody has claimed it; names him where that is known
     */
    @SuppressWarnings("AddressSelection") // One address of a name, as whoever listens there later takes it
    static PortClaim take(HostPort bind, String key) throws Refusal {
        if (bind.port() == 0) {
            return new PortClaim(null);
        }
        DatagramSocket socket = null;
        try {
            socket = new DatagramSocket(null);
            socket.setReceiveBufferSize(1); // The system's least: what strangers send is to take no memory
            socket.bind(new InetSocketAddress(bind.host().equals("*") ? "::" : bind.host(), bind.port()));
            return new PortClaim(socket);
        } catch (BindException taken) {
            close(socket);
            throw new Refusal(
                    ExitCode.SYSTEM,
                    "cannot listen on " + bind + " (" + key
                            + "): its UDP port, by which nodes keep it for themselves, is not free: "
                            + taken.getMessage()
                            + PortHolder.ofClaim(bind)
                                    .map(holder -> "; it is taken by " + holder)
                                    .orElse(""));
        } catch (IOException without) {
            close(socket);
            LOG.warn("{}={} is not kept from other nodes until it is listened on: {}", key, bind, without.toString());
            return new PortClaim(null);
        }
    }

    @Override
    public void close() {
        close(socket);
    }

    private static void close(@Nullable DatagramSocket socket) {
        if (socket != null) {
            socket.close();
        }
    }
}
