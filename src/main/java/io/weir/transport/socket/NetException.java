package io.weir.transport.socket;

import java.io.IOException;

/** A socket operation of set-up failed: binding, listening, creating a poller. Never thrown per connection. */
public final class NetException extends IOException {
    private final NetError error;

    /** Creates one with what failed and why, in words. */
    public NetException(NetError error, String message) {
        super(message);
        this.error = error;
    }

    /** What the system said. */
    public NetError error() {
        return error;
    }
}
