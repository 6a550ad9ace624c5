package io.weir.observe;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Writes wall-clock times as {@code 2026-11-22T12:34:56.789Z}; keeps the last second's text. Belongs to one thread. */
final class IsoTime {
    private long second = Long.MIN_VALUE;
    private String text = "";

    void append(long epochMillis, Utf8 out) {
        long now = Math.floorDiv(epochMillis, 1000L);
        if (now != second) {
            second = now;
            LocalDateTime time = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC);
            Utf8 fresh = new Utf8();
            fresh.padded(time.getYear(), 4).ascii('-').padded(time.getMonthValue(), 2);
            fresh.ascii('-').padded(time.getDayOfMonth(), 2).ascii('T').padded(time.getHour(), 2);
            fresh.ascii(':').padded(time.getMinute(), 2).ascii(':').padded(time.getSecond(), 2);
            text = new String(fresh.copy(), StandardCharsets.US_ASCII);
        }
        out.ascii(text).ascii('.').padded((int) Math.floorMod(epochMillis, 1000L), 3);
        out.ascii('Z');
    }
}
