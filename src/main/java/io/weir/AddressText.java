package io.weir;

import java.net.InetSocketAddress;

/** Socket addresses as users write them. */
final class AddressText {
    private AddressText() {}

    static String of(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + address.getPort() : host + ":" + address.getPort();
    }
}
