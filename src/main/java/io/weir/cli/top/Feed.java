package io.weir.cli.top;

import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Failure;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the node again and again on a thread of its own, and hands over what came. */
final class Feed implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 16;

    /**
     * What came of a question.
     *
     * @param snapshot the answer; null where none came
     * @param failure why none came; null where one did
     */
    record News(@Nullable Snapshot snapshot, @Nullable String failure) {}

    private final BlockingQueue<News> news = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    private Feed(AdminClient node) {
        this.thread = Thread.ofVirtual().unstarted(() -> ask(node));
    }

    static Feed of(AdminClient node) {
        Feed feed = new Feed(node);
        feed.thread.start();
        return feed;
    }

    /** What has come since the last call, or null. */
    @Nullable
    News poll() {
        return news.poll();
    }

    private void ask(AdminClient node) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
                news.put(look(node));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static News look(AdminClient node) {
        try {
            return new News(Snapshot.take(node, System.nanoTime()), null);
        } catch (Failure failure) {
            return new News(null, failure.said());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
