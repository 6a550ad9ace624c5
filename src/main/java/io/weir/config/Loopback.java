package io.weir.config;

import io.weir.model.HostPort;

/** Tells addresses apart that only this machine reaches, or that stand for all of its own. */
final class Loopback {
    private Loopback() {}

    static boolean is(HostPort address) {
        String host = address.host();
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    }

    static boolean wildcard(HostPort address) {
        String host = address.host();
        return host.equals("*") || host.equals("0.0.0.0") || host.equals("::");
    }
}
