import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Connections that were used once and stay open: opened 64 at a time, each with one request and its response. */
final class Idle {
    private final Sys sys = new Sys();
    private final MemorySegment request = sys.allocate(Wire.REQUEST);
    private final MemorySegment buffer = sys.allocate(4096);
    private final int port;
    private final int[] fd;
    private int opened;

    Idle(int port, int most) {
        this.port = port;
        fd = new int[most];
        request.fill((byte) 'x').set(JAVA_BYTE, 0, (byte) 'K');
    }

    /** Opens more, until there are {@code count}; throws if one fails or all take longer than 30 s. */
    void open(int count) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (opened < count) {
            int batch = Math.min(64, count - opened);
            for (int i = opened; i < opened + batch; i++) {
                fd[i] = sys.socket();
                sys.connect(fd[i], port, i % 8);
                sys.add(fd[i], Sys.OUT, i);
            }
            int[] got = new int[batch];
            int answered = 0;
            while (answered < batch) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("only " + opened + " connections were answered");
                }
                int events = sys.await(100_000_000L);
                for (int e = 0; e < events; e++) {
                    int slot = (int) sys.eventData(e);
                    if (sys.eventKind(e) == Sys.OUT) {
                        sys.send(fd[slot], request, Wire.REQUEST);
                        sys.change(fd[slot], Sys.IN, slot);
                        continue;
                    }
                    long n = sys.recv(fd[slot], buffer, 4096);
                    if (n <= 0) {
                        throw new IllegalStateException("connection " + slot + " ended: errno " + sys.errno());
                    }
                    got[slot - opened] += (int) n;
                    answered += got[slot - opened] == Wire.RESPONSE ? 1 : 0;
                }
            }
            opened += batch;
        }
    }

    /** Whether all are still open and quiet. */
    boolean quiet() {
        return sys.await(0) == 0;
    }

    void close() {
        for (int i = 0; i < opened; i++) {
            sys.closeSocket(fd[i]);
        }
        sys.close();
    }
}
