package io.weir.kit;

import java.io.IOException;

/** How a fake backend treats one connection; runs on a thread of that connection's own and may block. */
@FunctionalInterface
public interface Manner {
    /**
     * Serves the connection to its end. When it returns, the connection is closed orderly unless it already is; when it
     * throws an {@link IOException}, likewise and silently, for peers are expected to misbehave.
     *
     * @param peer the backend's end
     * @throws IOException as sockets do
     * @throws InterruptedException when the backend is closed
     */
    void serve(Peer peer) throws IOException, InterruptedException;
}
