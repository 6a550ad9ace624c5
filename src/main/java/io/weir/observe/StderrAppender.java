package io.weir.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.weir.model.LogFormat;
import java.io.FileDescriptor;
import java.time.Duration;

/**
 * Gives log events to the log's own thread, so that no event loop waits for whoever reads standard error; what the
 * queue cannot hold is counted, and the next line says so.
 */
final class StderrAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final String NAME = "stderr";
    private static final int QUEUE = 8192;
    /** Under which Pekko tells from which actor system a line comes. */
    private static final String SYSTEM = "sourceActorSystem";

    private final LogLine line = new LogLine();
    private final LineWriter<ILoggingEvent> writer;

    StderrAppender() {
        this(LogFile.stream(FileDescriptor.err));
    }

    StderrAppender(LogFile to) {
        writer = new LineWriter<>("weir-log", QUEUE, line, to, line::lost, nobodyToTell -> {});
        setName(NAME);
    }

    void format(LogFormat format) {
        line.format(format);
    }

    boolean flush(Duration limit) {
        return writer.flush(limit);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (Logging.TRIAL.equals(event.getMDCPropertyMap().get(SYSTEM))) {
            return;
        }
        event.prepareForDeferredProcessing();
        writer.add(event);
    }

    @Override
    public void stop() {
        super.stop();
        writer.close(Duration.ofMillis(500));
    }
}
