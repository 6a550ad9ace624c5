package io.weir.model;

/**
 * A host name or literal address and a port, as the user wrote it: not resolved.
 *
 * @param host a host name, an IPv4 literal, or an IPv6 literal without brackets
 * @param port 0 to 65535; 0 only where a port of the system's choice makes sense
 */
public record HostPort(String host, int port) {
    /** Whether only this machine reaches it. */
    public boolean loopback() {
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    }

    /** Whether it stands for all addresses of this machine. */
    public boolean wildcard() {
        return host.equals("*") || host.equals("0.0.0.0") || host.equals("::");
    }

    /** {@code host:port}, with brackets around an IPv6 literal. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
