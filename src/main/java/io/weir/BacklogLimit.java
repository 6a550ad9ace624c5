package io.weir;

import io.weir.model.ListenerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel cuts a listener's backlog to its own limit without a word; this says the word. */
final class BacklogLimit {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogLimit.class);
    private static final Path LIMIT = Path.of("/proc/sys/net/core/somaxconn");

    private BacklogLimit() {}

    static void warn(Collection<ListenerSettings> listeners) {
        int limit;
        try (InputStream in = Files.newInputStream(LIMIT)) {
            // In one read: the kernel gives a number only to a reader that starts at its beginning
            limit = Integer.parseInt(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException unknown) {
            return;
        }
        for (ListenerSettings listener : listeners) {
            if (listener.backlog() > limit) {
                LOG.warn(
                        "listener {}: backlog {} is cut to {} by the system; raise net.core.somaxconn or lower the backlog",
                        listener.name(),
                        listener.backlog(),
                        limit);
            }
        }
    }
}
