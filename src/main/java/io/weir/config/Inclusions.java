package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Includes as HOCON does, and notes what brought nothing: HOCON takes a missing file for an empty one, which hides a
 * mistyped name, and so it takes one whose name does not end as it wants.
 */
final class Inclusions implements ConfigIncluder, ConfigIncluderFile {
    private static final Pattern ENDING = Pattern.compile(".*\\.(conf|json|properties)", Pattern.DOTALL);

    private final @Nullable ConfigIncluder hocon;
    private final List<Nothing> nothing;

    /**
     * What an include brought nothing for.
     *
     * @param name as it stands in the file
     * @param why what is the matter with the file
     */
    record Nothing(String name, String why) {}

    /** A file that must be there and is not read. */
    static final class Unread extends ConfigException.IO {
        private static final long serialVersionUID = 1;

        final String name;
        final String why;

        Unread(String name, String why, ConfigException.IO cause) {
            super(ConfigOriginFactory.newFile(name), why, cause);
            this.name = name;
            this.why = why;
        }
    }

    Inclusions() {
        this(null, new ArrayList<>());
    }

    private Inclusions(@Nullable ConfigIncluder hocon, List<Nothing> nothing) {
        this.hocon = hocon;
        this.nothing = nothing;
    }

    /** What brought nothing. */
    List<Nothing> nothing() {
        return List.copyOf(nothing);
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return new Inclusions(fallback, nothing);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return noted(
                what,
                () -> isBeside(context, what),
                () -> Objects.requireNonNull(hocon).include(context, what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return noted(
                what.getPath(),
                what::exists,
                () -> hocon instanceof ConfigIncluderFile files
                        ? files.includeFile(context, what)
                        : Objects.requireNonNull(hocon).include(context, what.getPath()));
    }

    /** HOCON finds nothing of that name where there is no such file. */
    private static boolean isBeside(ConfigIncludeContext context, String what) {
        ConfigParseable found = context.relativeTo(what);
        return found != null && found.origin().filename() != null;
    }

    private ConfigObject noted(String what, BooleanSupplier exists, Supplier<ConfigObject> include) {
        boolean unknown = !ENDING.matcher(what).matches() && exists.getAsBoolean();
        String ending = "its name must end in .conf, .json or .properties";
        ConfigObject found;
        try {
            found = include.get();
        } catch (Unread within) {
            throw within;
        } catch (ConfigException.IO unread) {
            throw new Unread(what, unknown ? ending : "the file cannot be read", unread);
        }
        if (found.isEmpty()) {
            nothing.add(new Nothing(what, unknown ? ending : "the file is missing or empty"));
        }
        return found;
    }
}
