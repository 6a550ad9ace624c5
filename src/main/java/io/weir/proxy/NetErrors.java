package io.weir.proxy;

import io.weir.model.DialFailure;
import io.weir.model.LocalError;
import io.weir.transport.socket.NetError;

/** The transport's errors in the words of metrics and logs. */
final class NetErrors {
    private NetErrors() {}

    static DialFailure dial(NetError error) {
        return switch (error) {
            case REFUSED -> DialFailure.REFUSED;
            case RESET -> DialFailure.RESET;
            case TIMED_OUT -> DialFailure.TIMEOUT;
            case UNREACHABLE -> DialFailure.UNREACHABLE;
            default -> DialFailure.OTHER;
        };
    }

    static LocalError local(NetError error) {
        return switch (error) {
            case NO_DESCRIPTORS -> LocalError.NO_DESCRIPTORS;
            case NO_PORTS, IN_USE -> LocalError.NO_PORTS;
            case NO_MEMORY -> LocalError.NO_MEMORY;
            case NO_PERMISSION -> LocalError.NO_PERMISSION;
            default -> LocalError.OTHER;
        };
    }

    static String advice(LocalError error) {
        return switch (error) {
            case NO_DESCRIPTORS ->
                "out of file descriptors; raise the limit (LimitNOFILE, ulimit -n) or lower weir.max-connections";
            case NO_PORTS ->
                "no local port is free towards that address; add addresses to connect.source or widen net.ipv4.ip_local_port_range";
            case NO_MEMORY -> "the system is out of memory for sockets; see net.ipv4.tcp_mem";
            case NO_PERMISSION -> "the system forbids it; see firewall rules and capabilities";
            case OTHER -> "the system refused";
        };
    }
}
