package io.weir.cli.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {
    private static final String UNITS = "KMGTPE";

    private Amounts() {}

    /** Bytes in steps of 1024: {@code 999 B}, {@code 1.5 KiB}. */
    public static String bytes(long bytes) {
        String scaled = scaled(bytes, 1024);
        char last = scaled.charAt(scaled.length() - 1);
        return Character.isDigit(last) ? scaled + " B" : scaled.substring(0, scaled.length() - 1) + " " + last + "iB";
    }

    /** Bytes a second, short: {@code 1.5M}. */
    public static String rate(double aSecond) {
        return aSecond > 0 && aSecond < 10
                ? String.format(Locale.ROOT, "%.1f", aSecond)
                : scaled(Math.round(Math.max(0, aSecond)), 1024);
    }

    /** A count, short: {@code 12345} is {@code 12.3k}; up to four digits as it is. */
    public static String count(long count) {
        return count < 10_000
                ? Long.toString(count)
                : scaled(count, 1000).toLowerCase(Locale.ROOT).replace('m', 'M').replace('g', 'G');
    }

    private static String scaled(long amount, int step) {
        if (amount < step) {
            return Long.toString(amount);
        }
        double left = amount;
        int unit = -1;
        while (left >= step - 0.5 && unit < UNITS.length() - 1) {
            left /= step;
            unit++;
        }
        return String.format(Locale.ROOT, left < 9.95 ? "%.1f" : "%.0f", left) + UNITS.charAt(unit);
    }

    /** A time in its two greatest units: {@code 3d 4h}, {@code 12m 5s}, {@code 350ms}. */
    public static String time(Duration time) {
        long millis = Math.max(0, time.toMillis());
        long seconds = millis / 1000;
        if (seconds == 0) {
            return millis + "ms";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, "m", seconds % 60, "s");
        }
        return seconds < 86_400
                ? pair(seconds / 3600, "h", seconds % 3600 / 60, "m")
                : pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }

    /** A number and its noun: {@code 1 connection}, {@code 2 connections}. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
