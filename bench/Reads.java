import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Scrapes and reads of an admin port at a steady pace over one kept connection, half of them {@code /metrics}, else one of
 * the API's pages in turn. The load's own thread sends and receives them: whoever scrapes is another machine in the
 * field, so here no thread is to wake for it.
 */
final class Reads {
    private static final List<String> PAGES =
            List.of("/api/v1/pools", "/api/v1/listeners", "/api/v1/cluster", "/api/v1/pools/bench/backends");

    private static final int LONGEST = 1024 * 1024;

    private final URI url;
    private final long gap;
    private final Sys sys;
    private final int fd;
    private final MemorySegment request;
    private final MemorySegment answer;
    private long next = Long.MAX_VALUE;
    private long sentAt;
    private boolean underWay;
    private int length;
    private int got;
    private int turn;
    private long pages;
    private long nanos;

    /** One of the load's epoll set, whose events carry {@code data}; 0 a second: each as soon as the last is there. */
    Reads(Sys sys, String url, double perSecond, long data) {
        this.url = URI.create(url);
        this.gap = perSecond == 0 ? 0 : (long) (1e9 / perSecond);
        this.sys = sys;
        request = sys.allocate(512);
        answer = sys.allocate(LONGEST);
        fd = sys.socket();
        sys.connect(fd, this.url.getPort(), 0);
        sys.add(fd, Sys.IN, data);
    }

    /** The first is due then. */
    void begin(long at) {
        next = at;
    }

    /** No more is due. */
    void pause() {
        next = Long.MAX_VALUE;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** When the next is to be sent; {@link Long#MAX_VALUE} for not before something else happens. */
    long due() {
        return underWay ? Long.MAX_VALUE : next;
    }

    void send(long now) {
        int number = turn++;
        String path = number % 2 == 0 ? "/metrics" : PAGES.get(number / 2 % PAGES.size());
        byte[] bytes = "GET %s HTTP/1.1\r\nHost: %s:%d\r\n\r\n"
                .formatted(path, url.getHost(), url.getPort())
                .getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(bytes, 0, request, JAVA_BYTE, 0, bytes.length);
        if (sys.send(fd, request, bytes.length) != bytes.length) {
            throw new IllegalStateException("a read of " + path + " could not be sent: errno " + sys.errno());
        }
        next = Math.max(now, next + gap);
        sentAt = now;
        underWay = true;
        length = -1;
        got = 0;
    }

    /** Takes what has come of the answer. */
    void received() {
        long n = sys.recv(fd, answer.asSlice(got), LONGEST - got);
        if (n <= 0) {
            if (n < 0 && sys.errno() == Sys.EAGAIN) {
                return;
            }
            throw new IllegalStateException("the admin port ended a read: " + n + ", errno " + sys.errno());
        }
        got += (int) n;
        if (length < 0) {
            length = lengthOfAll();
        }
        if (got == length) {
            underWay = false;
            pages++;
            nanos += System.nanoTime() - sentAt;
        }
    }

    /** Of head and body together; -1 while the head is not there. */
    private int lengthOfAll() {
        String text = new String(
                answer.asSlice(0, Math.min(got, 2048)).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return -1;
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        int at = head.indexOf("\r\ncontent-length:");
        if (!head.startsWith("http/1.1 200") || at < 0) {
            throw new IllegalStateException("the admin port answers " + head);
        }
        int line = head.indexOf("\r\n", at + 2);
        return end
                + 4
                + Integer.parseInt(head.substring(at + 17, line < 0 ? head.length() : line)
                        .strip());
    }

    /** How many were read so far. */
    long pages() {
        return pages;
    }

    /** How long all of them took, from sending the request to having the last byte. */
    long nanos() {
        return nanos;
    }

    void close() {
        sys.closeSocket(fd);
    }
}
