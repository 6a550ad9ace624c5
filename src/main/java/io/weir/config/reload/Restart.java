package io.weir.config.reload;

import io.weir.config.KeyPath;
import java.util.List;

/**
 * What a running node cannot take on: all below these paths stays as it is until the next start. Everything else of the file is
 * taken on at once.
 */
public final class Restart {
    /** Stands for any listener's name. */
    private static final String ANY = "*";

    private static final List<List<String>> PATHS = List.of(
            List.of("weir", "node"),
            List.of("weir", "event-loops"),
            List.of("weir", "cluster"),
            List.of("weir", "admin", "bind"),
            List.of("weir", "admin", "tls"),
            List.of("weir", "listeners", ANY, "backlog"),
            List.of("pekko"));

    private Restart() {}

    /** Whether a key that differs waits for the next start. */
    public static boolean needs(KeyPath path) {
        return PATHS.stream().anyMatch(each -> covers(each, path.keys()));
    }

    /** The paths, {@code *} for any listener's name, as the documents name them. */
    public static List<String> paths() {
        return PATHS.stream().map(each -> String.join(".", each)).toList();
    }

    private static boolean covers(List<String> pattern, List<String> path) {
        if (path.size() < pattern.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals(ANY) && !pattern.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
