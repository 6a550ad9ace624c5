package io.weir.model;

/**
 * A host name or literal address and a port, as the user wrote it: not resolved.
 *
 * @param host a host name, an IPv4 literal, or an IPv6 literal without brackets
 * @param port 0 to 65535; 0 only where a port of the system's choice makes sense
 */
public record HostPort(String host, int port) {
    /** {@code host:port}, with brackets around an IPv6 literal. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
