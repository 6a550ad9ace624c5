package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A library that says one thing again and again does not fill the log with it. */
class RepeatsTest {
    private static final String ARTERY = "org.apache.pekko.remote.artery.Handshake";
    private static final String DROPPED = "Dropping Handshake Request from [{}]";

    private final LoggerContext context = new LoggerContext();
    private final LogLine line = new LogLine();
    private final Utf8 out = new Utf8();
    private long now = 1_764_403_200_000L;

    @AfterEach
    void stop() {
        context.stop();
    }

    private void say(String logger, Level level, @Nullable Throwable thrown, String message, Object... parts) {
        LoggingEvent event = new LoggingEvent("here", context.getLogger(logger), level, message, thrown, parts);
        event.setTimeStamp(now);
        int before = out.length();
        line.append(event, out);
        if (out.length() > before) {
            out.ascii('\n');
        }
    }

    private void warn(String message, Object... parts) {
        say(ARTERY, Level.WARN, null, message, parts);
    }

    /** What was written, without its time. */
    private List<String> lines() {
        return new String(out.copy(), StandardCharsets.UTF_8)
                .lines()
                .map(each -> each.substring(each.indexOf("Z ") + 2).replaceFirst("^[A-Z]+ +", ""))
                .toList();
    }

    @Test
    void oneLineIsSaidOnceAMinuteWithHowManyWereLeftOut() {
        for (int second = 0; second < 125; second++) {
            for (int i = 0; i < 5; i++) {
                warn(DROPPED, "a");
            }
            now += 1000;
        }
        assertThat(lines())
                .containsExactly(
                        "Handshake: Dropping Handshake Request from [a]",
                        "Handshake: Dropping Handshake Request from [a] (and 299 times more since this was last said)",
                        "Handshake: Dropping Handshake Request from [a] (and 299 times more since this was last said)");
    }

    @Test
    void whatDiffersInAnythingIsSaid() {
        warn(DROPPED, "a");
        warn(DROPPED, "b");
        say(ARTERY, Level.ERROR, null, DROPPED, "a");
        say(ARTERY + "2", Level.WARN, null, DROPPED, "a");
        say(ARTERY, Level.WARN, new IllegalStateException("one"), DROPPED, "a");
        say(ARTERY, Level.WARN, new IllegalStateException("two"), DROPPED, "a");
        assertThat(lines()).hasSize(6);
    }

    @Test
    void weirsOwnLinesKeepToTheirOwnPace() {
        for (int i = 0; i < 3; i++) {
            say("io.weir.proxy.Listener", Level.WARN, null, "out of descriptors");
        }
        assertThat(lines()).hasSize(3);
    }

    @Test
    void aClockThatIsSetBackSilencesNothing() {
        warn(DROPPED, "a");
        now -= 3_600_000;
        warn(DROPPED, "a");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void itsMemoryIsBounded() {
        warn(DROPPED, "a");
        for (int i = 0; i < 1000; i++) {
            warn("line {}", i);
        }
        warn(DROPPED, "a");
        assertThat(lines()).as("forgotten, so said again").hasSize(1002);
    }

    @Test
    void nothingIsLostOfTheLinesThatWereLost() {
        warn(DROPPED, "a");
        line.lost(3);
        warn(DROPPED, "a");
        warn(DROPPED, "b");
        assertThat(lines())
                .containsExactly(
                        "Handshake: Dropping Handshake Request from [a]",
                        "LogLine: 3 lines of this log were lost",
                        "Handshake: Dropping Handshake Request from [b]");
    }
}
