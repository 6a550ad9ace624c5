package io.weir.model;

import java.util.List;

/**
 * Where connections come in, and to which pool they go: a listener as it is in effect.
 *
 * @param listener its name
 * @param binds where it listens; a port of the system's choice is the one that was chosen, where it was
 * @param pool where its connections go
 */
public record Door(String listener, List<HostPort> binds, String pool) {
    public Door {
        binds = List.copyOf(binds);
    }

    /** Whether who dials this address on this machine comes in here. Asks no name server. */
    public boolean opensAt(HostPort address) {
        return binds.stream().anyMatch(bind -> leads(address, bind));
    }

    private static boolean leads(HostPort address, HostPort bind) {
        boolean six = address.host().indexOf(':') >= 0;
        boolean covered = bind.host().equals("*") || bind.host().equals(six ? "::" : "0.0.0.0");
        boolean local = address.loopback() || address.wildcard();
        boolean named = address.host().equals("localhost")
                && (bind.host().equals("127.0.0.1") || bind.host().equals("::1"));
        return address.port() == bind.port() && (address.host().equals(bind.host()) || named || (covered && local));
    }
}
