package io.weir.admin.api;

import io.weir.registry.Overridden;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said over the file, as the API shows it. */
final class OverrideJson {
    private static final String OFF = "\"off\"";

    private OverrideJson() {}

    /** All of them by their field. */
    static void all(Map<String, Overridden> overrides, Json out) {
        out.name("overrides").object();
        overrides.forEach((field, said) -> {
            values(said, out.name(field).object());
            out.field("by", said.by()).time("at", said.atEpochMillis());
            out.endObject();
        });
        out.endObject();
    }

    /** What is in force and what is underneath. */
    static void values(Overridden said, Json out) {
        value("value", said.value(), out);
        value("fileValue", said.fileValue(), out);
    }

    /** What is JSON already, but for the word that stands for no limit. */
    private static void value(String name, @Nullable String json, Json out) {
        out.name(name).raw(json == null || json.equals(OFF) ? "null" : json);
    }
}
