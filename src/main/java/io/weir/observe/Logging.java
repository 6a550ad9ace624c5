package io.weir.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.weir.model.LogLevel;
import io.weir.model.LogSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log on standard error: its level, its format and its end. Any thread may call it. Lines are written by a thread
 * of its own, so {@link #flush} belongs before the process ends.
 */
public final class Logging {
    /** What an actor of an actor system of this name logs is not written: it is there to see what goes wrong. */
    public static final String TRIAL = "weir-trial";

    private Logging() {}

    /** Takes level and format from the settings, at any time. */
    public static void apply(LogSettings settings) {
        StderrAppender appender = appender();
        if (appender != null) {
            appender.format(settings.format());
        }
        level(settings.level());
    }

    /** The level in use. */
    public static LogLevel level() {
        Level is = context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getEffectiveLevel();
        LogLevel found = LogLevel.ERROR;
        for (LogLevel level : LogLevel.values()) {
            if (is.toInt() <= Level.valueOf(level.word()).toInt()) {
                found = level;
            }
        }
        return found;
    }

    /** Changes the level, at any time. */
    public static void level(LogLevel level) {
        LoggerContext context = context();
        Level to = Level.valueOf(level.word());
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(to);
        quieten(context, to);
    }

    /** Waits until everything logged so far is written, at most so long; returns whether it is. */
    public static boolean flush(Duration limit) {
        StderrAppender appender = appender();
        return appender == null || appender.flush(limit);
    }

    /**
     * Keeps Pekko's own lines to what an operator can act on: one level less than ours, and of the streams' only
     * errors, as each connection that is aborted at the end of a system is a warning there. That a port is taken is said
     * by whoever wanted it.
     */
    static void quieten(LoggerContext context, Level level) {
        Level less = level.toInt() <= Level.TRACE_INT
                ? Level.DEBUG
                : level.toInt() <= Level.DEBUG_INT ? Level.INFO : level.toInt() <= Level.WARN_INT ? Level.WARN : level;
        context.getLogger("org.apache.pekko").setLevel(less);
        context.getLogger("org.apache.pekko.stream.Materializer")
                .setLevel(level.toInt() <= Level.TRACE_INT ? Level.DEBUG : Level.ERROR);
        context.getLogger("org.apache.pekko.io.TcpListener")
                .setLevel(level.toInt() <= Level.TRACE_INT ? Level.DEBUG : Level.OFF);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static @Nullable StderrAppender appender() {
        Logger root = context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        return root.getAppender(StderrAppender.NAME) instanceof StderrAppender found ? found : null;
    }
}
