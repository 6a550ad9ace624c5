package io.weir.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a line that a library repeats to one a minute; the next tells how many were left out. Lines that differ in anything but
 * their time are different lines. Weir's own keep to their pace themselves. Logback's filter of duplicates compares messages
 * before their parts are put in, and lets none through ever after. Belongs to one thread.
 */
final class Repeats {
    private static final String OWN = "io.weir.";
    private static final long MINUTE = 60_000;
    private static final int MOST = 256;
    private static final int LONGEST = 2000;

    private record Line(String logger, int level, String message, String thrown) {}

    private static final class Said {
        private long atMillis;
        private long leftOut;
    }

    private final Map<Line, Said> said = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Said> eldest) {
            return size() > MOST;
        }
    };

    /** An event's message as it is to be written, or null where the whole line is left out. */
    @Nullable
    String of(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (event.getLoggerName().startsWith(OWN) || message.length() > LONGEST) {
            return message;
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        Line line = new Line(
                event.getLoggerName(),
                event.getLevel().toInt(),
                message,
                thrown == null ? "" : thrown.getClassName() + ": " + thrown.getMessage());
        long now = event.getTimeStamp();
        Said before = said.get(line);
        if (before != null && now - before.atMillis < MINUTE && now >= before.atMillis) {
            before.leftOut++;
            return null;
        }
        long more = before == null ? 0 : before.leftOut;
        Said next = new Said();
        next.atMillis = now;
        said.put(line, next);
        return more == 0 ? message : message + " (and " + more + " times more since this was last said)";
    }
}
