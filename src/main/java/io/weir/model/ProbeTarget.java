package io.weir.model;

import java.net.InetSocketAddress;

/**
 * A backend that is to be checked.
 *
 * @param key which
 * @param address where it is, resolved; the check's own port, where it has one, takes the place of this one's
 * @param check how
 */
public record ProbeTarget(BackendKey key, InetSocketAddress address, HealthCheckSettings check) {
    /** Where the check connects to. */
    public InetSocketAddress checkedAddress() {
        return check.port().isPresent()
                ? new InetSocketAddress(address.getAddress(), check.port().getAsInt())
                : address;
    }
}
