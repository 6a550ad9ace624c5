import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Reads Weir's admin port over one kept connection, half of the time {@code /metrics}, else one of the API's pages in
 * turn. Plain sockets, because a client library would take more of the machine than the server does.
 */
final class Reader implements AutoCloseable {
    private static final List<String> PAGES =
            List.of("/api/v1/pools", "/api/v1/listeners", "/api/v1/cluster", "/api/v1/pools/bench/backends");

    private final URI metrics;
    private final Socket socket;
    private final InputStream in;
    private int turn;

    Reader(String metrics) throws IOException {
        this.metrics = URI.create(metrics);
        socket = new Socket(this.metrics.getHost(), this.metrics.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    /** The next page's text; the first is of the metrics. */
    String next() throws IOException {
        int now = turn++;
        String path = now % 2 == 0 ? "/metrics" : PAGES.get(now / 2 % PAGES.size());
        String request = "GET %s HTTP/1.1\r\nHost: %s:%d\r\n\r\n".formatted(path, metrics.getHost(), metrics.getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (!status.startsWith("HTTP/1.1 200") || length < 0) {
            throw new IOException(path + " answers " + status + " with a length of " + length);
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the admin port closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
