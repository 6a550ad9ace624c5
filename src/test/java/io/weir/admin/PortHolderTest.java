package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.HostPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHolderTest {
    @TempDir
    private Path proc;

    @Test
    void findsThisVeryProcess() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.of(new HostPort("127.0.0.1", socket.getLocalPort())))
                    .hasValueSatisfying(holder -> assertThat(holder.pid())
                            .isEqualTo(ProcessHandle.current().pid()));
        }
    }

    @Test
    void readsTablesAndLinks() throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1DCA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
                   1: 0100007F:1DCB 0100007F:0001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
                   2: 00000000:1DCC 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1
                """);
        Files.writeString(proc.resolve("net/tcp6"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 00000000000000000000000001000000:1DCD 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4714 1
                """);
        Path fds = Files.createDirectories(proc.resolve("321/fd"));
        Files.createSymbolicLink(fds.resolve("5"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(fds.resolve("6"), Path.of("socket:[4712]"));
        Files.createSymbolicLink(fds.resolve("7"), Path.of("socket:[4713]"));
        Files.createSymbolicLink(fds.resolve("8"), Path.of("socket:[4714]"));
        Files.writeString(proc.resolve("321/comm"), "haproxy\n");
        Files.createDirectories(proc.resolve("300"));

        PortHolder.Holder haproxy = new PortHolder.Holder(321, "haproxy");
        for (String host : List.of("127.0.0.1", "*", "0.0.0.0", "localhost")) {
            assertThat(PortHolder.of(new HostPort(host, 0x1DCA), proc)).as(host).contains(haproxy);
        }
        assertThat(PortHolder.of(new HostPort("127.0.0.2", 0x1DCA), proc))
                .as("another address of the port is in nobody's way")
                .isEmpty();
        assertThat(PortHolder.of(new HostPort("127.0.0.2", 0x1DCC), proc)).contains(haproxy);
        assertThat(PortHolder.of(new HostPort("::1", 0x1DCD), proc)).contains(haproxy);
        assertThat(PortHolder.of(new HostPort("::2", 0x1DCD), proc)).isEmpty();
        assertThat(PortHolder.of(new HostPort("127.0.0.1", 0x1DCB), proc)).isEmpty();
        assertThat(PortHolder.of(new HostPort("127.0.0.1", 80), proc)).isEmpty();
    }

    @Test
    void aSystemWithoutProcTellsNothing() {
        assertThat(PortHolder.of(new HostPort("127.0.0.1", 80), proc.resolve("none")))
                .isEmpty();
    }
}
