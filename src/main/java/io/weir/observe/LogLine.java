package io.weir.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.weir.model.LogFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A line of the log on standard error: for people {@code time LEVEL Logger: message name=value}, or a JSON object. An
 * event is one line whatever it holds, its stack trace included, so that nobody can forge another one.
 */
final class LogLine implements LineFormat<ILoggingEvent> {
    private static final int FRAMES = 40;

    private final Repeats repeats = new Repeats();
    private final IsoTime time = new IsoTime();
    private final AtomicLong lost = new AtomicLong();
    private volatile LogFormat format = LogFormat.TEXT;

    void format(LogFormat next) {
        format = next;
    }

    /** Lines were lost; the next line is preceded by one that says so. */
    void lost(long lines) {
        lost.addAndGet(lines);
    }

    @Override
    public void append(ILoggingEvent event, Utf8 out) {
        String message = repeats.of(event);
        if (message == null) {
            return;
        }
        long gone = lost.getAndSet(0);
        if (gone > 0) {
            line(
                    event.getTimeStamp(),
                    "WARN",
                    LogLine.class.getName(),
                    gone + " lines of this log were lost",
                    event,
                    out);
            out.ascii('\n');
        }
        String level = event.getLevel().toString();
        line(event.getTimeStamp(), level, event.getLoggerName(), message, event, out);
    }

    private void line(long at, String level, String logger, String message, ILoggingEvent event, Utf8 out) {
        boolean about = logger.equals(event.getLoggerName());
        List<KeyValuePair> pairs = about ? event.getKeyValuePairs() : null;
        IThrowableProxy thrown = about ? event.getThrowableProxy() : null;
        if (format == LogFormat.JSON) {
            json(at, level, logger, message, event.getThreadName(), pairs, thrown, out);
        } else {
            text(at, level, logger, message, pairs, thrown, out);
        }
    }

    private void text(
            long at,
            String level,
            String logger,
            String message,
            @Nullable List<KeyValuePair> pairs,
            @Nullable IThrowableProxy thrown,
            Utf8 out) {
        time.append(at, out);
        out.ascii(' ').ascii(level).ascii(level.length() < 5 ? "  " : " ");
        out.oneLine(logger.substring(logger.lastIndexOf('.') + 1)).ascii(": ").oneLine(message);
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                out.ascii(' ').oneLine(pair.key).ascii('=').oneLine(String.valueOf(pair.value));
            }
        }
        if (thrown != null) {
            out.ascii(" | ").oneLine(trace(thrown, " < "));
        }
    }

    private void json(
            long at,
            String level,
            String logger,
            String message,
            String thread,
            @Nullable List<KeyValuePair> pairs,
            @Nullable IThrowableProxy thrown,
            Utf8 out) {
        out.ascii("{\"time\":\"");
        time.append(at, out);
        out.ascii("\",\"level\":").json(level.toLowerCase(Locale.ROOT));
        out.ascii(",\"logger\":").json(logger);
        out.ascii(",\"thread\":").json(thread);
        out.ascii(",\"message\":").json(message);
        if (pairs != null && !pairs.isEmpty()) {
            char separator = '{';
            out.ascii(",\"details\":");
            for (KeyValuePair pair : pairs) {
                out.ascii(separator).json(pair.key).ascii(':').json(String.valueOf(pair.value));
                separator = ',';
            }
            out.ascii('}');
        }
        if (thrown != null) {
            out.ascii(",\"error\":").json(trace(thrown, "\n"));
        }
        out.ascii('}');
    }

    private static String trace(IThrowableProxy thrown, String separator) {
        StringBuilder text = new StringBuilder();
        IThrowableProxy each = thrown;
        for (int depth = 0; each != null && depth < 8; depth++) {
            text.append(depth == 0 ? "" : separator + "caused by ").append(each.getClassName());
            if (each.getMessage() != null) {
                text.append(": ").append(each.getMessage());
            }
            StackTraceElementProxy[] frames = each.getStackTraceElementProxyArray();
            for (int i = 0; i < frames.length && i < FRAMES; i++) {
                text.append(separator).append(frames[i].getStackTraceElement());
            }
            each = each.getCause();
        }
        return text.toString();
    }
}
