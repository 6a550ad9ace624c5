import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The server behind the proxies: {@code java Backend THREADS PORT...}. It answers each request of 100 bytes by its first
 * byte: {@code K} with 200 bytes; {@code S} with 200 bytes and the end of the connection; {@code B} with
 * {@link Wire#BULK} bytes and the end. It ends when its standard input does.
 */
final class Backend implements Runnable {
    private static final int CHUNK = 256 * 1024;
    private static final long LISTENER = 1L << 40;

    private final Sys sys = new Sys();
    private final MemorySegment in = sys.allocate(Wire.REQUEST);
    private final MemorySegment out = sys.allocate(CHUNK);
    private int[] got = new int[1024];
    private byte[] kind = new byte[1024];
    private long[] left = new long[1024];

    private Backend(int[] ports) {
        for (int port : ports) {
            int fd = sys.listen(port);
            sys.add(fd, Sys.IN, LISTENER | fd);
        }
    }

    public static void main(String[] args) throws IOException {
        int[] ports = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            Thread.ofPlatform().daemon().name("backend-" + i).start(new Backend(ports));
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {}
    }

    /** Starts one as a process of its own, so that client and backend have a limit of descriptors each. */
    static Process start(Options options, int[] ports) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                options.loadCpus,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "Backend",
                "" + Math.max(1, Options.count(options.loadCpus) / 4)));
        Arrays.stream(ports).forEach(port -> command.add("" + port));
        Process backend = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        backend.inputReader().readLine();
        return backend;
    }

    @Override
    public void run() {
        while (true) {
            int count = sys.await(1_000_000_000L);
            for (int i = 0; i < count; i++) {
                long data = sys.eventData(i);
                int fd = (int) data;
                if (data >= LISTENER) {
                    accept(fd);
                } else if (left[fd] > 0) {
                    stream(fd);
                } else {
                    receive(fd);
                }
            }
        }
    }

    private void accept(int listener) {
        for (int i = 0; i < 16; i++) {
            int fd = sys.accept(listener);
            if (fd < 0) {
                return;
            }
            if (fd >= got.length) {
                int size = Math.max(fd + 1, got.length * 2);
                got = Arrays.copyOf(got, size);
                kind = Arrays.copyOf(kind, size);
                left = Arrays.copyOf(left, size);
            }
            got[fd] = 0;
            left[fd] = 0;
            sys.add(fd, Sys.IN, fd);
        }
    }

    private void receive(int fd) {
        long n = sys.recv(fd, in, Wire.REQUEST - got[fd]);
        if (n <= 0) {
            if (n == 0 || sys.errno() != Sys.EAGAIN) {
                sys.closeSocket(fd);
            }
            return;
        }
        if (got[fd] == 0) {
            kind[fd] = in.get(JAVA_BYTE, 0);
        }
        got[fd] += (int) n;
        if (got[fd] == Wire.REQUEST) {
            got[fd] = 0;
            answer(fd);
        }
    }

    private void answer(int fd) {
        if (kind[fd] == 'B') {
            left[fd] = Wire.BULK;
            sys.change(fd, Sys.OUT, fd);
            stream(fd);
            return;
        }
        long sent = sys.send(fd, out, Wire.RESPONSE);
        if (sent != Wire.RESPONSE || kind[fd] == 'S') {
            sys.closeSocket(fd);
        }
    }

    private void stream(int fd) {
        long sent = sys.send(fd, out, Math.min(left[fd], CHUNK));
        if (sent < 0 && sys.errno() == Sys.EAGAIN) {
            return;
        }
        left[fd] = sent < 0 ? 0 : left[fd] - sent;
        if (left[fd] == 0) {
            sys.closeSocket(fd);
        }
    }
}
