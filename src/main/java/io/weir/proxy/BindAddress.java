package io.weir.proxy;

import io.weir.model.HostPort;
import io.weir.transport.socket.NetError;
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

    static InetSocketAddress of(String listener, HostPort bind) throws BindFailure {
        try {
            InetAddress address = InetAddress.getAllByName(bothFamilies(bind) ? "::" : bind.host())[0];
            return new InetSocketAddress(address, bind.port());
        } catch (UnknownHostException unknown) {
            throw new BindFailure(listener, bind, NetError.OTHER, "this host name is not known");
        }
    }
}
