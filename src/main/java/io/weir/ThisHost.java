package io.weir;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.weir.config.Host;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Asks the machine what the configuration's defaults depend on. */
final class ThisHost {
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final long UNKNOWN_DESCRIPTORS = 65_536;
    /** Kept for a node itself, beside those of connections. */
    static final long OWN_DESCRIPTORS = 512;

    private ThisHost() {}

    static Host look() {
        Map<String, String> environment = System.getenv();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        // The JVM raises its own soft limit to the hard one as it starts, so that this is the hard one.
        long descriptors = system instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : UNKNOWN_DESCRIPTORS;
        return new Host(
                name(environment),
                Runtime.getRuntime().availableProcessors(),
                descriptors < 0 ? UNKNOWN_DESCRIPTORS : descriptors,
                system.getTotalMemorySize(),
                Instant.now(),
                environment);
    }

    /** Descriptors a node takes for itself, and two a connection. */
    static void requireDescriptors(int connections) throws Refusal {
        long limit = look().descriptors();
        long needed = OWN_DESCRIPTORS + 2L * connections;
        if (limit < needed) {
            throw new Refusal(
                    ExitCode.SYSTEM,
                    "the system allows this process " + limit + " file descriptors, and " + needed + " are needed for "
                            + connections
                            + " connections (512 for the node, 2 each); raise the hard limit (LimitNOFILE in systemd, ulimit -Hn)");
        }
    }

    /** The host's name without a look-up that may wait for a name server, where there is another way. */
    private static String name(Map<String, String> environment) {
        String name = "";
        try {
            name = Files.isReadable(KERNEL_NAME)
                    ? Files.readString(KERNEL_NAME).strip()
                    : environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
        } catch (IOException e) {
            name = environment.getOrDefault("HOSTNAME", "");
        }
        if (name.isEmpty()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                name = "weir";
            }
        }
        return name;
    }
}
