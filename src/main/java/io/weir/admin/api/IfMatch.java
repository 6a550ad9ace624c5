package io.weir.admin.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header that names the version somebody believes to change. */
final class IfMatch {
    private static final Pattern ONE = Pattern.compile("\"([!#-~\\x80-\\xff]*)\"|\\*|([0-9A-Za-z]+)");

    private IfMatch() {}

    /** The tag without its quotes, {@code *} for any, or null where the header is not there. */
    static @Nullable String tag(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.startsWith("W/")) {
            throw new Refused(Problem.of(
                    412,
                    "Precondition Failed",
                    "If-Match names a weak ETag, which matches nothing; those here are strong."));
        }
        Matcher one = ONE.matcher(text);
        if (!one.matches()) {
            throw new Refused(Problem.badRequest("If-Match takes one ETag as the answer to a GET has it, or *."));
        }
        return one.group(1) != null ? one.group(1) : text;
    }
}
