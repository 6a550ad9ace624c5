package io.weir.transport.socket;

/** What the system said when a socket operation failed, in the words a proxy acts on. */
public enum NetError {
    /** The peer refused the connection. */
    REFUSED(false),
    /** The peer reset the connection, or it was already gone when it was written to. */
    RESET(false),
    /** The peer no longer answers: keep-alive or retransmission gave up, or a dial was not answered. */
    TIMED_OUT(false),
    /** No route to the peer. */
    UNREACHABLE(false),
    /** The process or the system is out of file descriptors. */
    NO_DESCRIPTORS(true),
    /** No local port or address is free for this peer. */
    NO_PORTS(true),
    /** The system is out of memory for sockets. */
    NO_MEMORY(true),
    /** The system forbids it. */
    NO_PERMISSION(true),
    /** The address is in use already. */
    IN_USE(true),
    /** The system has no addresses of that family, as where IPv6 is switched off. */
    NO_FAMILY(false),
    /** Something else. */
    OTHER(false);

    private final boolean local;

    NetError(boolean local) {
        this.local = local;
    }

    /** Whether the peer stopped answering: probes and retransmissions end in one or the other, as routers on the way say. */
    public boolean isSilence() {
        return this == TIMED_OUT || this == UNREACHABLE;
    }

    /** Whether the fault lies with this machine and says nothing about the peer. */
    public boolean isLocal() {
        return local;
    }
}
