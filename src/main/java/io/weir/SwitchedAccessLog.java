package io.weir;

import io.weir.model.AccessLogSettings;
import io.weir.model.NodeRun;
import io.weir.observe.AccessLog;
import io.weir.observe.AccessRecord;
import io.weir.observe.AccessSink;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The access log as the settings have it, which may change while lines are written. Any thread. */
final class SwitchedAccessLog implements AccessSink {
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(2);

    private final NodeRun run;
    private final Meters meters;
    private final NanoClock clock;
    private volatile @Nullable AccessLog log;

    SwitchedAccessLog(AccessLogSettings settings, NodeRun run, Meters meters, NanoClock clock) {
        this.run = run;
        this.meters = meters;
        this.clock = clock;
        this.log = start(settings);
    }

    private @Nullable AccessLog start(AccessLogSettings settings) {
        return settings.enabled() ? AccessLog.start(settings, run, meters, clock) : null;
    }

    @Override
    public void record(AccessRecord record) {
        AccessLog now = log;
        if (now != null) {
            now.record(record);
        }
    }

    /**
     * Writes as these say from now on.
     *
     * @return ends the log before it; to be run when nobody can still be about to write to that
     */
    Runnable change(AccessLogSettings settings) {
        AccessLog before = log;
        log = start(settings);
        return () -> close(before);
    }

    void reopen() {
        AccessLog now = log;
        if (now != null) {
            now.reopen();
        }
    }

    void close() {
        close(log);
    }

    private static void close(@Nullable AccessLog log) {
        if (log != null) {
            log.close(WRITTEN_WITHIN);
        }
    }
}
