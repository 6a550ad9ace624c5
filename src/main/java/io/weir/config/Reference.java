package io.weir.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * The defaults: Weir's own {@code reference.conf}. Other libraries bring resources of the same name, and parsing them
 * all takes longer than the rest of the start, so that ours is found by its first line.
 */
final class Reference {
    private static final String DESCRIPTION = "default";
    private static final String FIRST_LINE = "# Weir's settings";

    private Reference() {}

    private static final class Parsed {
        private static final ConfigObject ROOT = parse();
    }

    /** Its content, parsed once. */
    static ConfigObject root() {
        return Parsed.ROOT;
    }

    private static ConfigObject parse() {
        return ConfigFactory.parseString(text(), ConfigParseOptions.defaults().setOriginDescription(DESCRIPTION))
                .root();
    }

    static String text() {
        try {
            for (URL url : Collections.list(Reference.class.getClassLoader().getResources("reference.conf"))) {
                try (InputStream in = url.openStream()) {
                    byte[] start = in.readNBytes(FIRST_LINE.length());
                    if (new String(start, StandardCharsets.UTF_8).equals(FIRST_LINE)) {
                        return FIRST_LINE + new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("Weir's own reference.conf is not on the class path");
    }

    static boolean wrote(ConfigOrigin origin) {
        return origin.filename() == null && origin.description().startsWith(DESCRIPTION);
    }
}
