import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Open-loop load: keep-alive requests that are due at given moments (Poisson, the same for everybody by a fixed seed)
 * whether or not the earlier ones were answered. A latency counts from the moment the request was due, so a stall is
 * charged to every request that it held up, and a connection that is busy keeps its request waiting at its own cost.
 */
final class Paced {
    private static final long READS = 1L << 32;

    private final Sys sys = new Sys();
    private final MemorySegment request = sys.allocate(Wire.REQUEST);
    private final MemorySegment buffer = sys.allocate(4096);
    private final int[] fd;
    private final int[] got;
    private final long[] due;
    private final int[] free;
    private int frees;
    private final List<Reads> reads = new ArrayList<>();
    private long errors;

    Paced(int port, int connections) {
        fd = new int[connections];
        got = new int[connections];
        due = new long[connections];
        free = new int[connections];
        request.fill((byte) 'x').set(JAVA_BYTE, 0, (byte) 'K');
        sys.preciseTimers();
        for (int slot = 0; slot < connections; slot++) {
            fd[slot] = sys.socket();
            sys.connect(fd[slot], port, slot % 8);
            sys.add(fd[slot], Sys.IN, slot);
            free[frees++] = slot;
        }
    }

    /** Another connection, to read from an admin port beside the requests when {@link #run} is told to. */
    Reads reads(String url, double perSecond) {
        Reads made = new Reads(sys, url, perSecond, READS + reads.size());
        reads.add(made);
        return made;
    }

    /** Requests alone. */
    Histogram run(int perSecond, long warmNanos, long nanos) {
        return run(perSecond, warmNanos, nanos, null);
    }

    /**
     * Runs in the calling thread, with these reads or none ({@code null}), and returns the latencies of what was due after
     * {@code warmNanos}.
     */
    Histogram run(int perSecond, long warmNanos, long nanos, Reads reading) {
        Histogram latencies = new Histogram();
        SplittableRandom random = new SplittableRandom(42);
        ArrayDeque<Long> waiting = new ArrayDeque<>();
        double gap = 1e9 / perSecond;
        long start = System.nanoTime() + 20_000_000L;
        long end = start + nanos;
        long measured = start + warmNanos;
        long next = start;
        long now = System.nanoTime();
        if (reading != null) {
            reading.begin(start);
        }
        while (now < end + 2_000_000_000L
                && (now < end || !waiting.isEmpty() || frees < fd.length || isReading(reading))) {
            while (next <= now && next < end) {
                waiting.add(next);
                next += (long) (-Math.log(1 - random.nextDouble()) * gap);
            }
            while (frees > 0 && !waiting.isEmpty()) {
                send(free[--frees], waiting.poll());
            }
            long wake = next < end ? next : now + 10_000_000L;
            if (reading != null) {
                if (now >= end) {
                    reading.pause();
                } else if (reading.due() <= now) {
                    reading.send(now);
                }
                wake = Math.min(wake, reading.due());
            }
            int count = sys.await(Math.max(0, wake - System.nanoTime()));
            now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long data = sys.eventData(i);
                if (data >= READS) {
                    reads.get((int) (data - READS)).received();
                    continue;
                }
                int slot = (int) data;
                if (received(slot)) {
                    now = System.nanoTime();
                    if (due[slot] >= measured) {
                        latencies.record(now - due[slot]);
                    }
                    free[frees++] = slot;
                }
            }
        }
        errors += waiting.size() + fd.length - frees;
        return latencies;
    }

    private static boolean isReading(Reads reading) {
        return reading != null && reading.isUnderWay();
    }

    private void send(int slot, long dueAt) {
        due[slot] = dueAt;
        got[slot] = 0;
        if (sys.send(fd[slot], request, Wire.REQUEST) != Wire.REQUEST) {
            errors++;
        }
    }

    private boolean received(int slot) {
        long n = sys.recv(fd[slot], buffer, 4096);
        if (n <= 0) {
            if (n == 0 || sys.errno() != Sys.EAGAIN) {
                errors++;
                sys.closeSocket(fd[slot]);
            }
            return false;
        }
        got[slot] += (int) n;
        return got[slot] == Wire.RESPONSE;
    }

    long errors() {
        return errors;
    }

    void close() {
        for (int open : fd) {
            sys.closeSocket(open);
        }
        reads.forEach(Reads::close);
        sys.close();
    }
}
