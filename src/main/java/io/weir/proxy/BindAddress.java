package io.weir.proxy;

import io.weir.model.HostPort;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A configured bind as a socket address. */
final class BindAddress {
    private BindAddress() {}

    /** Whether it stands for IPv4 and IPv6 alike. */
    static boolean bothFamilies(HostPort bind) {
        return bind.host().equals("*");
    }

    /** Something that is bound, or only tried. */
    interface Binding<T> {
        T at(InetSocketAddress address, boolean v6Only) throws NetException;
    }

    /**
     * Binds. Where a bind that stands for both families meets a system without IPv6, IPv4 is all there is to take.
     *
     * @param both whether this address stands for both families
     */
    static <T> T bind(InetSocketAddress address, boolean both, Binding<T> binding) throws NetException {
        try {
            return binding.at(address, !both);
        } catch (NetException refused) {
            if (!both || refused.error() != NetError.NO_FAMILY) {
                throw refused;
            }
            return binding.at(new InetSocketAddress("0.0.0.0", address.getPort()), true);
        }
    }

    static InetSocketAddress of(String listener, HostPort bind) throws BindFailure {
        try {
            InetAddress address = InetAddress.getAllByName(bothFamilies(bind) ? "::" : bind.host())[0];
            return new InetSocketAddress(address, bind.port());
        } catch (UnknownHostException unknown) {
            throw new BindFailure(listener, bind, NetError.OTHER, "this host name is not known");
        }
    }
}
