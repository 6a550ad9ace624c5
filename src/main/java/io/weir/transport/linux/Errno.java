package io.weir.transport.linux;

import io.weir.transport.socket.NetError;

/** Linux error numbers, the same on x86_64 and aarch64, and what a proxy makes of them. */
final class Errno {
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;
    static final int EPIPE = 32;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETDOWN = 100;
    static final int ENETUNREACH = 101;
    static final int ECONNABORTED = 103;
    static final int ECONNRESET = 104;
    static final int ENOBUFS = 105;
    static final int ETIMEDOUT = 110;
    static final int ECONNREFUSED = 111;
    static final int EHOSTDOWN = 112;
    static final int EHOSTUNREACH = 113;
    static final int EINPROGRESS = 115;

    private Errno() {}

    static NetError of(int errno) {
        return switch (errno) {
            case ECONNREFUSED -> NetError.REFUSED;
            case ECONNRESET, EPIPE, ECONNABORTED -> NetError.RESET;
            case ETIMEDOUT -> NetError.TIMED_OUT;
            case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN -> NetError.UNREACHABLE;
            case EMFILE, ENFILE -> NetError.NO_DESCRIPTORS;
            // connect() says EAGAIN where no local port is left for an automatic bind
            case EADDRNOTAVAIL, EAGAIN -> NetError.NO_PORTS;
            // epoll_ctl() says ENOSPC where the user watches as many descriptors as the system has memory for
            case ENOMEM, ENOBUFS, ENOSPC -> NetError.NO_MEMORY;
            case EACCES, EPERM -> NetError.NO_PERMISSION;
            case EADDRINUSE -> NetError.IN_USE;
            case EAFNOSUPPORT -> NetError.NO_FAMILY;
            default -> NetError.OTHER;
        };
    }

    static String words(int errno) {
        return switch (errno) {
            case EADDRINUSE -> "the address is in use";
            case EAFNOSUPPORT -> "this system has no addresses of that family (IPv6 may be switched off)";
            case EADDRNOTAVAIL -> "this machine does not have that address";
            case EACCES, EPERM -> "the system forbids it (ports below 1024 need a capability)";
            case EMFILE -> "the process is out of file descriptors";
            case ENFILE -> "the system is out of file descriptors";
            case ENOSPC -> "the system watches no more descriptors for this user; see fs.epoll.max_user_watches";
            default -> "error number " + errno;
        };
    }
}
