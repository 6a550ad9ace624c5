import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * Open-loop load: keep-alive requests that are due at given moments (Poisson, the same for everybody by a fixed seed)
 * whether or not the earlier ones were answered. A latency counts from the moment the request was due, so a stall is
 * charged to every request that it held up, and a connection that is busy keeps its request waiting at its own cost.
 */
final class Paced {
    private final Sys sys = new Sys();
    private final MemorySegment request = sys.allocate(Wire.REQUEST);
    private final MemorySegment buffer = sys.allocate(4096);
    private final int[] fd;
    private final int[] got;
    private final long[] due;
    private final int[] free;
    private int frees;
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

    /** Runs in the calling thread and returns the latencies of what was due after {@code warmNanos}. */
    Histogram run(int perSecond, long warmNanos, long nanos) {
        Histogram latencies = new Histogram();
        SplittableRandom random = new SplittableRandom(42);
        ArrayDeque<Long> waiting = new ArrayDeque<>();
        double gap = 1e9 / perSecond;
        long start = System.nanoTime() + 20_000_000L;
        long end = start + nanos;
        long measured = start + warmNanos;
        long next = start;
        long now = System.nanoTime();
        while (now < end + 2_000_000_000L && (now < end || frees < fd.length)) {
            while (next <= now && next < end) {
                waiting.add(next);
                next += (long) (-Math.log(1 - random.nextDouble()) * gap);
            }
            while (frees > 0 && !waiting.isEmpty()) {
                send(free[--frees], waiting.poll());
            }
            int count = sys.await(next < end ? Math.max(0, next - System.nanoTime()) : 10_000_000L);
            now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int slot = (int) sys.eventData(i);
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
        sys.close();
    }
}
