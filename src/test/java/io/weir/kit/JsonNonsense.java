package io.weir.kit;

import java.util.ArrayList;
import java.util.List;

/** JSON values that a field may get by chance: good for some, out of range or of another kind for others, or no JSON. */
public final class JsonNonsense {
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "1000",
            "1001",
            "-1",
            "1.5",
            "1e400",
            "12345678901234567890123",
            "true",
            "false",
            "null",
            "\"\"",
            "\"off\"",
            "\"ready\"",
            "\"drain\"",
            "\"removing\"",
            "\"up\"",
            "\"web\"",
            "\"first\"",
            "\"warn\"",
            "\"5m\"",
            "\"1e99d\"",
            "\"\\u0000\\ud800\"",
            "{}",
            "[1]",
            "nul",
            "\"");

    private JsonNonsense() {}

    /**
     * The values, and some more.
     *
     * @param own what only one user wants
     * @return all of them
     */
    public static List<String> and(String... own) {
        List<String> all = new ArrayList<>(VALUES);
        all.addAll(List.of(own));
        return List.copyOf(all);
    }
}
