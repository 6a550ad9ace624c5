package io.weir.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Includes as HOCON does, and notes what brought nothing: HOCON takes a missing file for an empty one, which hides a
 * mistyped name.
 */
final class Inclusions implements ConfigIncluder, ConfigIncluderFile {
    private final @Nullable ConfigIncluder hocon;
    private final List<String> nothing;

    Inclusions() {
        this(null, new ArrayList<>());
    }

    private Inclusions(@Nullable ConfigIncluder hocon, List<String> nothing) {
        this.hocon = hocon;
        this.nothing = nothing;
    }

    /** The names that brought nothing, as they stand in the files. */
    List<String> nothing() {
        return List.copyOf(nothing);
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return new Inclusions(fallback, nothing);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return noted(what, Objects.requireNonNull(hocon).include(context, what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return noted(
                what.getPath(),
                hocon instanceof ConfigIncluderFile files
                        ? files.includeFile(context, what)
                        : Objects.requireNonNull(hocon).include(context, what.getPath()));
    }

    private ConfigObject noted(String what, ConfigObject found) {
        if (found.isEmpty()) {
            nothing.add(what);
        }
        return found;
    }
}
