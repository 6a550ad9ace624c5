package io.weir.transport.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ports that the system chooses from for outgoing connections, as they were when this process started. */
final class ChosenPorts {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int FIRST = first();

    private ChosenPorts() {}

    /** Whether the system may choose this one: none below its range. */
    static boolean mayHave(int port) {
        return port >= FIRST;
    }

    /** Where the system does not tell it may be any. */
    private static int first() {
        try {
            return Integer.parseInt(Files.readString(RANGE).strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException unknown) {
            return 1;
        }
    }
}
