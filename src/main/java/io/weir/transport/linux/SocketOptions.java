package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.TcpOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Socket options by number. What a listener is given, its accepted sockets inherit. */
final class SocketOptions {
    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int TCP_REPAIR = 19;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    private final Libc libc;
    private final MemorySegment value = Arena.ofAuto().allocate(8, 8);

    SocketOptions(Libc libc) {
        this.libc = libc;
    }

    int set(int fd, int level, int option, int to) {
        value.set(JAVA_INT, 0, to);
        return libc.setsockopt(fd, level, option, value.address(), 4);
    }

    void lingerZero(int fd) {
        value.set(JAVA_INT, 0, 1);
        value.set(JAVA_INT, 4, 0);
        libc.setsockopt(fd, SOL_SOCKET, SO_LINGER, value.address(), 8);
    }

    void keepAlive(int fd, KeepAlive probes) {
        set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
        set(fd, IPPROTO_TCP, TCP_KEEPIDLE, probes.idleSeconds());
        set(fd, IPPROTO_TCP, TCP_KEEPINTVL, probes.intervalSeconds());
        set(fd, IPPROTO_TCP, TCP_KEEPCNT, probes.count());
    }

    void forListening(int fd, boolean six, boolean shared, boolean v6Only, TcpOptions tcp) {
        set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        if (shared) {
            set(fd, SOL_SOCKET, SO_REUSEPORT, 1);
        }
        if (six) {
            set(fd, IPPROTO_IPV6, IPV6_V6ONLY, v6Only ? 1 : 0);
        }
        if (tcp.noDelay()) {
            forAccepted(fd, tcp);
        }
    }

    /** Has a listening socket hand these on to what it accepts from now on. */
    void forAccepted(int fd, TcpOptions tcp) {
        set(fd, IPPROTO_TCP, TCP_NODELAY, tcp.noDelay() ? 1 : 0);
    }
}
