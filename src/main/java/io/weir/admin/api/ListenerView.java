package io.weir.admin.api;

import io.weir.model.HostPort;
import io.weir.registry.Overridden;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A listener of this node, for people and programs that ask.
 *
 * @param name its name
 * @param pool where its connections go
 * @param binds as the file has them
 * @param addresses where it listens, ports of the system's choice filled in; empty while it does not
 * @param bound whether all of them are bound
 * @param paused whether it takes no connections, which then wait in its backlog
 * @param maxConnections at most this many at a time, or {@link io.weir.model.Off#COUNT}
 * @param overrides what was set at run time, by the field's name
 */
public record ListenerView(
        String name,
        String pool,
        List<HostPort> binds,
        List<String> addresses,
        boolean bound,
        boolean paused,
        int maxConnections,
        Map<String, Overridden> overrides) {
    public ListenerView {
        binds = List.copyOf(binds);
        addresses = List.copyOf(addresses);
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }
}
