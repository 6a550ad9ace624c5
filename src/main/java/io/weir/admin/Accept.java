package io.weir.admin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads which of the two metrics formats a scraper prefers. Pure. */
final class Accept {
    private Accept() {}

    /** Whether OpenMetrics is asked for by name and at least as welcome as plain text. */
    static boolean prefersOpenMetrics(@Nullable String header) {
        if (header == null) {
            return false;
        }
        double open = quality(header, "application/openmetrics-text");
        return open > 0 && open >= quality(header, "text/plain");
    }

    private static double quality(String header, String type) {
        double best = 0;
        for (String range : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            if (parts[0].strip().equals(type)) {
                best = Math.max(best, weight(parts));
            }
        }
        return best;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("q=")) {
                try {
                    return Double.parseDouble(part.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
