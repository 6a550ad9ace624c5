package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHolderTest {
    @TempDir
    private Path proc;

    @Test
    void findsThisVeryProcess() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.of(socket.getLocalPort()))
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
                """);
        Path fds = Files.createDirectories(proc.resolve("321/fd"));
        Files.createSymbolicLink(fds.resolve("5"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(fds.resolve("6"), Path.of("socket:[4712]"));
        Files.writeString(proc.resolve("321/comm"), "haproxy\n");
        Files.createDirectories(proc.resolve("300"));

        assertThat(PortHolder.of(0x1DCA, proc)).contains(new PortHolder.Holder(321, "haproxy"));
        assertThat(PortHolder.of(0x1DCB, proc)).isEmpty();
        assertThat(PortHolder.of(80, proc)).isEmpty();
    }

    @Test
    void aSystemWithoutProcTellsNothing() {
        assertThat(PortHolder.of(80, proc.resolve("none"))).isEmpty();
    }
}
