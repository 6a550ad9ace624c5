import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Closed-loop load on one port by one thread: as many operations at a time as there are connections, each followed at
 * once by the next.
 *
 * <ul>
 *   <li>{@code KEEP_ALIVE}: request and response on connections that stay open.
 *   <li>{@code SHORT}: connect, request, response, end by the backend, close.
 *   <li>{@code SHORT_CLIENT}: the same, ended by the client.
 *   <li>{@code BULK}: a stream from the backend on each connection until the end; only its bytes count.
 * </ul>
 */
final class Load implements Runnable {
    /** What an operation is. */
    enum Kind {
        KEEP_ALIVE('K'),
        SHORT('S'),
        SHORT_CLIENT('K'),
        BULK('B');

        private final char request;

        Kind(char request) {
            this.request = request;
        }
    }

    private static final int SOURCES = 8;
    private static final int MOST_ERRORS = 1000;
    private static final int CHUNK = 128 * 1024;
    private static final int AWAITED = Sys.IN | Sys.RDHUP | Sys.ERR | Sys.HUP;

    private final Sys sys = new Sys();
    private final MemorySegment request = sys.allocate(Wire.REQUEST);
    private final MemorySegment buffer = sys.allocate(CHUNK);
    private final Histogram latencies = new Histogram();
    private final Kind kind;
    private final int port;
    private final int[] fd;
    private final int[] generation;
    private final boolean[] asked;
    private final long[] got;
    private final long[] since;
    private final Thread thread;
    private final ArrayDeque<Integer> failed = new ArrayDeque<>();
    private int source;
    private int open;

    private volatile boolean stopping;
    private volatile long operations;
    private volatile long bytes;
    private volatile long errors;

    Load(Kind kind, int port, int connections) {
        this.kind = kind;
        this.port = port;
        fd = new int[connections];
        generation = new int[connections];
        asked = new boolean[connections];
        got = new long[connections];
        since = new long[connections];
        request.fill((byte) 'x').set(JAVA_BYTE, 0, (byte) kind.request);
        thread = Thread.ofPlatform().name("load").daemon().unstarted(this);
    }

    Load start() {
        thread.start();
        return this;
    }

    /** Begins no more operations and waits for those begun. */
    void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long operations() {
        return operations;
    }

    long bytes() {
        return bytes;
    }

    long errors() {
        return errors;
    }

    Histogram latencies() {
        return latencies;
    }

    @Override
    public void run() {
        for (int slot = 0; slot < fd.length; slot++) {
            open(slot);
        }
        long deadline = Long.MAX_VALUE;
        while (open + failed.size() > 0 && System.nanoTime() < deadline && errors < MOST_ERRORS) {
            for (int i = failed.size(); i > 0; i--) {
                open(failed.poll());
            }
            if (stopping && kind == Kind.BULK) {
                break;
            }
            if (stopping && deadline == Long.MAX_VALUE) {
                deadline = System.nanoTime() + 5_000_000_000L;
            }
            int count = sys.await(failed.isEmpty() ? 100_000_000L : 1_000_000L);
            for (int i = 0; i < count; i++) {
                long data = sys.eventData(i);
                int slot = (int) data;
                if (generation[slot] == (int) (data >>> 32)) {
                    ready(slot, sys.eventKind(i));
                }
            }
        }
        errors += kind == Kind.BULK ? 0 : open;
        for (int slot = 0; slot < fd.length; slot++) {
            if (fd[slot] > 0) {
                sys.closeSocket(fd[slot]);
            }
        }
        sys.close();
    }

    private void open(int slot) {
        if (stopping) {
            return;
        }
        open++;
        since[slot] = System.nanoTime();
        fd[slot] = sys.socket();
        asked[slot] = false;
        source = (source + 1) % SOURCES;
        int result = sys.connect(fd[slot], port, source);
        if (result != 0 && sys.errno() != Sys.EINPROGRESS) {
            failed(slot);
            return;
        }
        ask(slot);
        if (fd[slot] > 0) {
            int edge = kind == Kind.BULK && asked[slot] ? Sys.IN : Sys.IN | Sys.OUT | Sys.RDHUP | Sys.EDGE;
            sys.add(fd[slot], edge, data(slot));
        }
    }

    private long data(int slot) {
        return (long) generation[slot] << 32 | slot;
    }

    private void ask(int slot) {
        long sent = sys.send(fd[slot], request, Wire.REQUEST);
        if (sent == Wire.REQUEST) {
            asked[slot] = true;
            got[slot] = 0;
        } else if (sent >= 0 || sys.errno() != Sys.EAGAIN && sys.errno() != Sys.ENOTCONN) {
            failed(slot);
        }
    }

    private void ready(int slot, int events) {
        if (!asked[slot]) {
            ask(slot);
            if (asked[slot] && kind == Kind.BULK) {
                sys.change(fd[slot], Sys.IN, data(slot));
            }
        } else if ((events & AWAITED) != 0) {
            receive(slot);
        }
    }

    private void receive(int slot) {
        long most = kind == Kind.BULK ? Wire.BULK : Wire.RESPONSE;
        while (true) {
            long n = sys.recv(fd[slot], buffer, CHUNK);
            if (n < 0 && sys.errno() == Sys.EAGAIN) {
                return;
            }
            if (n > 0) {
                got[slot] += n;
                bytes += n;
            }
            boolean ends = kind == Kind.SHORT || kind == Kind.BULK;
            if (n < 0 || got[slot] > most || n == 0 && (!ends || got[slot] < most)) {
                failed(slot);
                return;
            }
            if (got[slot] == most && (n == 0 || !ends)) {
                done(slot);
                return;
            }
            if (kind == Kind.BULK) {
                return;
            }
        }
    }

    private void done(int slot) {
        long now = System.nanoTime();
        latencies.record(now - since[slot]);
        operations++;
        if (kind == Kind.KEEP_ALIVE && !stopping) {
            since[slot] = now;
            ask(slot);
            return;
        }
        close(slot);
        open(slot);
    }

    private void failed(int slot) {
        errors++;
        close(slot);
        failed.add(slot);
    }

    private void close(int slot) {
        sys.closeSocket(fd[slot]);
        fd[slot] = 0;
        generation[slot]++;
        open--;
    }
}
