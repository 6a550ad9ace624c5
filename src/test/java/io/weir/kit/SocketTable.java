package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** This machine's TCP connections as {@code /proc/net} lists them. */
public final class SocketTable {
    private static final String ESTABLISHED = " 01 ";
    private static final String SYN_SENT = " 02 ";
    private static final int KEEPALIVE = 2;

    private SocketTable() {}

    /**
     * A socket.
     *
     * @param localPort its own port
     * @param remotePort the other end's
     * @param unsent bytes not yet acknowledged by the other end
     * @param unread bytes received and not yet read
     * @param timer which timer runs, as the kernel numbers it
     * @param timerMillis until it fires
     */
    public record Row(int localPort, int remotePort, long unsent, long unread, int timer, long timerMillis) {
        /** @return the keep-alive timer runs */
        public boolean keepalive() {
            return timer == KEEPALIVE;
        }
    }

    private static List<Row> rows(String state) {
        List<Row> rows = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.filter(line -> line.contains(state)).forEach(line -> rows.add(parse(line)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }

    private static Row parse(String line) {
        String[] field = line.trim().split("\\s+");
        return new Row(
                port(field[1]),
                port(field[2]),
                Long.parseLong(field[4].substring(0, 8), 16),
                Long.parseLong(field[4].substring(9), 16),
                Integer.parseInt(field[5].substring(0, 2), 16),
                Long.parseLong(field[5].substring(3), 16) * 10);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    /**
     * One end of an established connection.
     *
     * @param localPort its own port
     * @param remotePort the other end's
     * @return the socket
     * @throws AssertionError when there is none
     */
    public static Row of(int localPort, int remotePort) {
        return find(localPort, remotePort)
                .orElseThrow(() -> new AssertionError("no socket from port " + localPort + " to " + remotePort));
    }

    /**
     * One end of a connection, if that is established. The system lists sockets one part after another while others come and go,
     * so that one look may miss one.
     *
     * @param localPort its own port
     * @param remotePort the other end's
     * @return the socket
     */
    public static Optional<Row> find(int localPort, int remotePort) {
        Optional<Row> found = Optional.empty();
        for (int look = 0; look < 3 && found.isEmpty(); look++) {
            found = rows(ESTABLISHED).stream()
                    .filter(row -> row.localPort() == localPort && row.remotePort() == remotePort)
                    .findFirst();
        }
        return found;
    }

    /**
     * Whether somebody dials a port and is not answered.
     *
     * @param remotePort the port
     * @return a request to connect is under way
     */
    public static boolean dialling(int remotePort) {
        return rows(SYN_SENT).stream().anyMatch(row -> row.remotePort() == remotePort);
    }

    /**
     * Waits until the other end's system has acknowledged all that was written.
     *
     * @param peer the writing end
     */
    public static void awaitDelivered(Peer peer) {
        Patience.until("everything written to be acknowledged")
                .until(() -> of(peer.local().getPort(), peer.remote().getPort()).unsent() == 0);
    }
}
