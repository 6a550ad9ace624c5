package io.weir.admin.api;

import io.weir.observe.Journal;
import io.weir.observe.Kept;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From where in a journal somebody wants to read.
 *
 * @param place the last event he knows; 0 for none
 * @param fromMillis events that happened before this and were there when he asked are left out
 * @param upTo the newest event when he asked
 * @param gap whether he named an event that this node does not know: he gets all there is, and is told so
 */
record Since(long place, long fromMillis, long upTo, boolean gap) {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{1,16})-([0-9]{1,18})");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,18}");

    /** The id of an event in this node's journal. */
    static String id(Journal journal, long place) {
        return Long.toHexString(journal.life()) + "-" + place;
    }

    /** The newest so many. */
    static Since last(Journal journal, int count) {
        long newest = journal.last();
        long oldest = newest - Math.min(newest, journal.capacity());
        return new Since(Math.max(oldest, newest - count), Long.MIN_VALUE, newest, false);
    }

    /**
     * Reads the text of a parameter or header.
     *
     * @param nowMillis by the wall clock
     * @throws Refused where it is none
     */
    static Since of(String text, Journal journal, long nowMillis) {
        long newest = journal.last();
        Matcher id = ID.matcher(text);
        if (id.matches()) {
            long place = Long.parseLong(id.group(2));
            boolean known = id.group(1).equals(Long.toHexString(journal.life())) && place <= newest;
            return new Since(known ? place : 0, Long.MIN_VALUE, newest, !known);
        }
        Long millis = millis(text, nowMillis);
        if (millis == null) {
            throw new Refused(Problem.badRequest("since is neither the id of an event, nor a time such as"
                    + " 2026-11-22T12:34:56Z or in milliseconds since 1970, nor so long ago, such as 10m."));
        }
        return new Since(0, millis, newest, false);
    }

    private static @Nullable Long millis(String text, long now) {
        if (MILLIS.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException noTime) {
            Duration ago = Kinds.duration(text);
            return ago == null || ago.isNegative() || ago.compareTo(Duration.ofDays(100_000)) > 0
                    ? null
                    : Long.valueOf(now - ago.toMillis());
        }
    }

    /** Whether he wants this one. */
    boolean wants(Kept kept) {
        return kept.number() > upTo || kept.event().epochMillis() >= fromMillis;
    }
}
