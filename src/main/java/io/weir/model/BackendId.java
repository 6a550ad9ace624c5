package io.weir.model;

import java.util.regex.Pattern;

/** What names a backend in its pool: part of URLs and of labels, and large enough for every address. Pure. */
public final class BackendId {
    /** The ids that there may be, as a regular expression. */
    public static final String PATTERN = "[A-Za-z0-9_\\[][A-Za-z0-9._:%\\[\\]-]{0,299}";

    /** The same for people. */
    public static final String ALLOWED = "up to 300 letters, digits and the characters . _ : [ ] -";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private BackendId() {}

    /** Whether it may be one. */
    public static boolean fits(String id) {
        return COMPILED.matcher(id).matches();
    }
}
