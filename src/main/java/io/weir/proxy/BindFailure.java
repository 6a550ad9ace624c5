package io.weir.proxy;

import io.weir.model.HostPort;
import io.weir.transport.socket.NetError;

/** A listener could not be bound; nothing of what was asked for together with it is. */
public final class BindFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final HostPort address;
    private final NetError error;

    /** Creates one. */
    public BindFailure(String listener, HostPort address, NetError error, String words) {
        super("listener " + listener + " cannot listen on " + address + ": " + words);
        this.address = address;
        this.error = error;
    }

    /** What could not be bound. */
    public HostPort address() {
        return address;
    }

    /** What the system said. */
    public NetError error() {
        return error;
    }
}
