package io.weir.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A log's own thread: takes things from a bounded queue, makes lines of them and writes these in batches. Whoever gives
 * it something never waits: what does not fit into the queue, and what cannot be written, is lost and counted.
 *
 * <p>While there is work the thread naps between batches, so that no giver has to wake it; it sleeps only once a nap
 * brought nothing, and then the next giver wakes it, which costs that one a system call.
 */
final class LineWriter<T> {
    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SLEEP = TimeUnit.SECONDS.toNanos(1);
    private static final int BATCH = 64 * 1024;

    private final BoundedQueue<T> queue;
    private final LineFormat<T> format;
    private final LogFile file;
    private final LongConsumer lost;
    private final Consumer<String> complaint;
    private final Thread thread;
    private final Utf8 lines = new Utf8();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final AtomicBoolean reopen = new AtomicBoolean();
    private volatile boolean stopping;
    private volatile boolean idle;

    /**
     * A writer whose thread is running.
     *
     * @param name of the thread
     * @param capacity things that may wait
     * @param format how a thing becomes a line
     * @param file where lines go
     * @param lost told how many things were lost, by any thread
     * @param complaint told why, by the writer's thread; must say it no more than once a second itself
     */
    LineWriter(
            String name,
            int capacity,
            LineFormat<T> format,
            LogFile file,
            LongConsumer lost,
            Consumer<String> complaint) {
        this.queue = new BoundedQueue<>(capacity);
        this.format = format;
        this.file = file;
        this.lost = lost;
        this.complaint = complaint;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a thing, or loses and counts it; by any thread. */
    void add(T thing) {
        if (stopping || !queue.offer(thing)) {
            lost.accept(1);
            return;
        }
        if (asleep.get()) {
            wake();
        }
    }

    /** Asks for the file to be closed and opened again before the next line; by any thread. */
    void reopen() {
        reopen.set(true);
        wake();
    }

    /** Whether everything added before was written or lost, waiting for it at most so long. */
    boolean flush(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (queue.size() > 0 || !idle) {
            if (System.nanoTime() - end > 0 || !thread.isAlive()) {
                return false;
            }
            wake();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    /**
     * Writes what is waiting, closes the file and ends the thread, waiting for it at most so long; what is still
     * waiting then is counted as lost. Returns whether all was written or tried.
     */
    boolean close(Duration limit) {
        stopping = true;
        wake();
        boolean interrupted = false;
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        boolean ended = !thread.isAlive();
        int left = queue.size();
        if (left > 0) {
            lost.accept(left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    private void wake() {
        if (asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            boolean last = stopping;
            idle = false;
            if (reopen.compareAndSet(true, false)) {
                attempt(file::reopen);
            }
            boolean some = batch();
            idle = true;
            if (last && !some) {
                attempt(file::close);
                return;
            }
            if (some) {
                if (lines.length() < BATCH && !stopping) {
                    LockSupport.parkNanos(NAP);
                }
            } else {
                sleep();
            }
        }
    }

    private void sleep() {
        asleep.set(true);
        if (queue.isEmpty() && !stopping && !reopen.get()) {
            LockSupport.parkNanos(this, SLEEP);
        }
        asleep.set(false);
    }

    /** Writes one batch; returns whether there was anything to write. */
    private boolean batch() {
        lines.clear();
        int count = 0;
        T thing = queue.poll();
        while (thing != null) {
            int start = lines.length();
            count++;
            try {
                format.append(thing, lines);
                if (lines.length() > start) {
                    lines.ascii('\n');
                }
            } catch (Throwable e) {
                // One thing that cannot be shown must not end the log.
                lines.truncate(start);
                lost.accept(1);
                complaint.accept("a line could not be made: " + e);
            }
            thing = lines.length() < BATCH ? queue.poll() : null;
        }
        if (lines.length() > 0) {
            write();
        }
        return count > 0;
    }

    private void write() {
        ByteBuffer bytes = lines.view();
        IOException failure = file.write(bytes);
        if (failure != null) {
            long gone = 0;
            while (bytes.hasRemaining()) {
                if (bytes.get() == '\n') {
                    gone++;
                }
            }
            lost.accept(gone);
            complaint.accept("cannot write to " + file + ": " + reason(failure));
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    private void attempt(Act act) {
        try {
            act.run();
        } catch (IOException e) {
            complaint.accept("cannot close " + file + ": " + reason(e));
        }
    }

    /** The kind is part of the reason, as a missing directory's message is only its name. */
    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
