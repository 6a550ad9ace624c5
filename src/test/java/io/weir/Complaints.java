package io.weir;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What is logged as a warning or worse meanwhile. Any thread. */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    static Complaints listen() {
        Complaints complaints = new Complaints();
        complaints.start();
        complaints.root.addAppender(complaints);
        return complaints;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            heard.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : " " + event.getThrowableProxy().getMessage()));
        }
    }

    /** Those that have one of the words in them. */
    List<String> of(String... words) {
        return heard.stream()
                .filter(each -> Stream.of(words).anyMatch(each::contains))
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
