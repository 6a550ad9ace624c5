package io.weir.probe;

/** The beginning of what a backend sent, made safe for a log line: it is quoted, bounded and free of control characters. */
final class Excerpt {
    static final int MAX = 60;

    private Excerpt() {}

    static String of(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), MAX); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '"', '\\' -> out.append('\\').append(c);
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\x%02x", (int) c));
                    }
                }
            }
        }
        return out.append(text.length() > MAX ? "\"..." : "\"").toString();
    }
}
