package io.weir;

import io.weir.model.CloseReason;
import io.weir.model.DurationText;
import io.weir.model.Off;
import io.weir.model.ShutdownSettings;
import io.weir.proxy.DataPlane;
import io.weir.proxy.Spacing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a node lets go of its clients: announced but still accepting; listeners closed and nothing cut;
 * then what is left ended at even spacing. Each step ends early when nobody is left or when it is to hurry.
 */
final class Stopping {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
    private static final long STEP_MILLIS = 50;

    private final ShutdownSettings settings;
    private final DataPlane plane;
    private final RunningListeners listeners;
    private final CountDownLatch hurry;

    Stopping(ShutdownSettings settings, DataPlane plane, RunningListeners listeners, CountDownLatch hurry) {
        this.settings = settings;
        this.plane = plane;
        this.listeners = listeners;
        this.hurry = hurry;
    }

    void run() throws InterruptedException {
        LOG.info("stopping: announcing for {}", DurationText.of(settings.announce()));
        if (hurry.await(settings.announce().toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        listeners.close();
        LOG.info(
                "stopping: listeners closed, connections={}, draining {}",
                plane.connections(),
                howLong(settings.drain()));
        if (emptyWithin(settings.drain())) {
            return;
        }
        LOG.info(
                "stopping: ending what is left over {}, connections={}",
                DurationText.of(settings.closeOver()),
                plane.connections());
        endOver(settings.closeOver());
    }

    /** The words for a limit that may be off. */
    static String howLong(Duration limit) {
        return Off.is(limit) ? "until the last one has ended" : "for " + DurationText.of(limit);
    }

    private boolean emptyWithin(Duration limit) throws InterruptedException {
        long began = System.nanoTime();
        long nanos = Off.nanos(limit);
        while (System.nanoTime() - began < nanos) {
            if (plane.connections() == 0 || hurry.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return plane.connections() == 0;
    }

    private void endOver(Duration time) throws InterruptedException {
        Spacing spacing = new Spacing(System.nanoTime(), time.toNanos());
        for (long now = System.nanoTime(); !spacing.isOver(now); now = System.nanoTime()) {
            plane.finishDue(spacing, now, CloseReason.NODE_STOPPING);
            if (plane.connections() == 0 || hurry.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        plane.finishAll(CloseReason.NODE_STOPPING);
        emptyWithin(Duration.ofMillis(500));
    }
}
