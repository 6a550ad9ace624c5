package io.weir.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A path below {@code /api/v1} with its query, encoded.
 *
 * @param path from the first slash on
 */
public record Route(String path) {
    /** A path of names, each encoded. */
    public static Route of(String... names) {
        StringBuilder path = new StringBuilder("/api/v1");
        for (String name : names) {
            path.append('/').append(encoded(name));
        }
        return new Route(path.toString());
    }

    /** The same with a parameter, where it has a value. */
    public Route with(String parameter, @Nullable Object value) {
        return value == null
                ? this
                : new Route(path + (path.indexOf('?') < 0 ? '?' : '&') + parameter + "=" + encoded(value.toString()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
