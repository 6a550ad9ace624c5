package io.weir.admin.api;

import io.weir.model.HostPort;
import java.util.List;

/**
 * A listener of this node, for people and programs that ask.
 *
 * @param name its name
 * @param pool where its connections go
 * @param binds as the file has them
 * @param addresses where it listens, ports of the system's choice filled in; empty while it does not
 * @param bound whether all of them are bound
 * @param maxConnections at most this many at a time, or {@link io.weir.model.Off#COUNT}
 */
public record ListenerView(
        String name, String pool, List<HostPort> binds, List<String> addresses, boolean bound, int maxConnections) {
    public ListenerView {
        binds = List.copyOf(binds);
        addresses = List.copyOf(addresses);
    }
}
