package io.weir.model;

import java.util.Map;

/**
 * Everything a node was told by its file: complete, checked and immutable.
 *
 * @param node who it is
 * @param maxConnections of the whole node
 * @param eventLoops the data plane's threads
 * @param cluster how it finds the others
 * @param admin the admin port
 * @param listeners by name, in the file's order
 * @param pools by name, in the file's order
 * @param shutdown how it stops
 * @param accessLog the access log
 * @param log the log on standard error
 * @param pekko the user's own {@code pekko.*} settings as HOCON text; may be empty
 */
public record Settings(
        NodeSettings node,
        int maxConnections,
        EventLoopSettings eventLoops,
        ClusterSettings cluster,
        AdminSettings admin,
        Map<String, ListenerSettings> listeners,
        Map<String, PoolSettings> pools,
        ShutdownSettings shutdown,
        AccessLogSettings accessLog,
        LogSettings log,
        String pekko) {}
