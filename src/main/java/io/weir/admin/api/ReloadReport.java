package io.weir.admin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a node's file again came to.
 *
 * @param dryRun whether nothing was to be done
 * @param applied whether what differs is in force, but for what needs a restart
 * @param changes what the file says otherwise than what is in force
 * @param needsRestart paths of those that stay as they are until the next start
 * @param overridden what the file changes and what was said at run time still hides
 */
public record ReloadReport(
        boolean dryRun, boolean applied, List<Change> changes, List<String> needsRestart, List<Hidden> overridden) {
    public ReloadReport {
        changes = List.copyOf(changes);
        needsRestart = List.copyOf(needsRestart);
        overridden = List.copyOf(overridden);
    }

    /**
     * One difference.
     *
     * @param action {@code added}, {@code removed} or {@code changed}
     * @param path the key's, with names and ids where the file has lists
     * @param from strings, numbers, booleans, lists and maps of these; null for none, or off
     * @param to likewise
     */
    public record Change(
            String action,
            String path,
            @Nullable Object from,
            @Nullable Object to) {}

    /**
     * A key whose new value is not in force.
     *
     * @param path the key's
     * @param value in force, as JSON
     * @param fileValue underneath, as JSON
     */
    public record Hidden(String path, String value, String fileValue) {}
}
