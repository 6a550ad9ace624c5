package io.weir.config;

import io.weir.model.HostPort;

/** Reads the address of a backend that is added at run time, by the file's rules. */
public final class BackendAddress {
    private BackendAddress() {}

    /**
     * Reads one. Asks no name server; callable from any thread.
     *
     * @throws IllegalArgumentException with what is wrong and what is allowed
     */
    public static HostPort parse(String text) {
        Addresses kind = new Addresses(false);
        try {
            return kind.parse(text.strip());
        } catch (Unfit e) {
            throw new IllegalArgumentException(e.why() + "; allowed: " + kind.allowed(), e);
        }
    }
}
