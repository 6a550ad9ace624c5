package io.weir.config;

import com.typesafe.config.ConfigValue;
import io.weir.model.HostPort;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Reads the address of a backend, in a file or added at run time: one that can be dialled, as far as it tells by itself. */
public final class BackendAddress {
    private static final Addresses ANY = new Addresses(false);

    private BackendAddress() {}

    /**
     * Reads one. Asks no name server; callable from any thread.
     *
     * @throws IllegalArgumentException with what is wrong and what is allowed
     */
    public static HostPort parse(String text) {
        try {
            return dialled(ANY.parse(text.strip()));
        } catch (Unfit e) {
            throw new IllegalArgumentException(e.why() + "; allowed: " + ANY.allowed(), e);
        }
    }

    /** For the file. */
    static Kind<HostPort> kind() {
        return new Dialled();
    }

    private record Dialled() implements Kind<HostPort> {
        @Override
        public HostPort read(ConfigValue value) throws Unfit {
            return dialled(ANY.read(value));
        }

        @Override
        public String allowed() {
            return ANY.allowed();
        }

        @Override
        public Object shown(HostPort value) {
            return ANY.shown(value);
        }
    }

    /** What a name stands for is not known here. */
    private static HostPort dialled(HostPort address) throws Unfit {
        String host = address.host();
        if (!host.contains(":") && !host.matches("[0-9.]+")) {
            return address;
        }
        InetAddress literal = InetAddress.ofLiteral(host);
        String quoted = Quoted.text(address.toString());
        if (literal.isAnyLocalAddress()) {
            HostPort here = new HostPort(literal instanceof Inet4Address ? "127.0.0.1" : "::1", address.port());
            throw new Unfit(quoted + " is every address, which can be listened on but not dialled: write " + here
                    + " for this machine");
        }
        if (literal.isMulticastAddress() || host.equals("255.255.255.255")) {
            throw new Unfit(quoted + " is a " + (literal.isMulticastAddress() ? "multicast" : "broadcast")
                    + " address, which no machine has: write the backend's own");
        }
        return address;
    }
}
