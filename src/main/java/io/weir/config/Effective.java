package io.weir.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force, with where each came from. Secrets are masked.
 *
 * @param settings each key, in the order of {@code reference.conf}
 * @param tree the same as nested maps and lists of strings, numbers and booleans; what is off is null
 */
public record Effective(List<Setting> settings, Map<String, @Nullable Object> tree) {
    public Effective {
        settings = List.copyOf(settings);
    }

    /** One line a setting, {@code path = value  # from}; itself a configuration that reads back as the same. */
    public String text() {
        return EffectiveText.of(settings);
    }

    /**
     * One key.
     *
     * @param path its whole path, {@code weir} included
     * @param value a string, number, boolean or list of these; null: off
     * @param from {@code default}, or {@code FILE:LINE}
     * @param allowed what may stand there
     */
    public record Setting(String path, @Nullable Object value, String from, String allowed) {}
}
