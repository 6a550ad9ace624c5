package io.weir.observe;

import io.weir.model.AccessLogSettings;
import io.weir.model.NodeRun;
import java.io.FileDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: a line for each connection that ended, written by a thread of its own. Any thread may call anything
 * here, and {@link #record} never waits; lines that find no room in the queue or cannot be written are counted in
 * {@code weir_access_log_dropped_total}.
 */
public final class AccessLog implements AccessSink {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final LineWriter<AccessRecord> writer;

    private AccessLog(LineWriter<AccessRecord> writer) {
        this.writer = writer;
    }

    /**
     * Starts the log; a file that cannot be opened is complained of and tried again with the next line. Only for
     * settings that are enabled; else use {@link AccessSink#NONE}.
     *
     * @param run of this node, whose name and ids each line says
     */
    public static AccessLog start(AccessLogSettings settings, NodeRun run, Meters meters, NanoClock clock) {
        OncePerSecond complaint = new OncePerSecond(what -> LOG.warn("access log: {}", what), clock);
        LogFile file =
                settings.path().equals("-") ? LogFile.stream(FileDescriptor.out) : LogFile.at(Path.of(settings.path()));
        return new AccessLog(new LineWriter<>(
                "weir-access-log",
                settings.queue(),
                new AccessFormat(settings.format(), run),
                file,
                meters::accessLogDropped,
                what -> complaint.say(() -> what)));
    }

    @Override
    public void record(AccessRecord record) {
        writer.add(record);
    }

    /** Closes the file and opens it again by its name before the next line, so that it can be moved away. */
    public void reopen() {
        writer.reopen();
    }

    /** Waits until what was recorded is written or lost, at most so long; returns whether it is. */
    public boolean flush(Duration limit) {
        return writer.flush(limit);
    }

    /** Writes what waits and ends, within the limit; returns false if it had to leave lines behind, which it counts. */
    public boolean close(Duration limit) {
        return writer.close(limit);
    }
}
