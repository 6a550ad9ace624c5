package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
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
    private final Found found;

    /** What is said of an include: as HOCON copies includers as it goes, all copies share it. */
    private static final class Found {
        final List<Nothing> nothing = new ArrayList<>();
        /** The included files that are being read, the innermost first. */
        final Deque<String> open = new ArrayDeque<>();
    }

    /**
     * What an include brought nothing for.
     *
     * @param within the included file that includes it; null for the main file
     * @param name as it stands in that file
     * @param why what is the matter with the file
     */
    record Nothing(@Nullable String within, String name, String why) {}

    /** A file that must be there and is not read. */
    static final class Unread extends ConfigException.IO {
        private static final long serialVersionUID = 1;

        final transient @Nullable String within;
        final String name;
        final String why;

        Unread(@Nullable String within, String name, String why, ConfigException.IO cause) {
            super(ConfigOriginFactory.newFile(name), why, cause);
            this.within = within;
            this.name = name;
            this.why = why;
        }
    }

    Inclusions() {
        this(null, new Found());
    }

    private Inclusions(@Nullable ConfigIncluder hocon, Found found) {
        this.hocon = hocon;
        this.found = found;
    }

    /** What brought nothing. */
    List<Nothing> nothing() {
        return List.copyOf(found.nothing);
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return new Inclusions(fallback, found);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return noted(
                what, beside(context, what), () -> Objects.requireNonNull(hocon).include(context, what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return noted(
                what.getPath(),
                what.exists() ? what.getPath() : null,
                () -> hocon instanceof ConfigIncluderFile files
                        ? files.includeFile(context, what)
                        : Objects.requireNonNull(hocon).include(context, what.getPath()));
    }

    /** HOCON finds nothing of that name where there is no such file. */
    private static @Nullable String beside(ConfigIncludeContext context, String what) {
        ConfigParseable beside = context.relativeTo(what);
        return beside == null ? null : beside.origin().filename();
    }

    private ConfigObject noted(String what, @Nullable String file, Supplier<ConfigObject> include) {
        boolean unknown = !ENDING.matcher(what).matches() && file != null;
        String ending = "its name must end in .conf, .json or .properties";
        String within = found.open.peek();
        found.open.push(file == null ? what : file);
        ConfigObject content;
        try {
            content = include.get();
        } catch (Unread deeper) {
            throw deeper;
        } catch (ConfigException.IO unread) {
            throw new Unread(within, what, unknown ? ending : "the file cannot be read", unread);
        } finally {
            found.open.pop();
        }
        if (content.isEmpty()) {
            found.nothing.add(new Nothing(within, what, unknown ? ending : "the file is missing or empty"));
        }
        return content;
    }
}
