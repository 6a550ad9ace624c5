package io.weir;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.weir.model.EventLoopSettings;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the buffers to what the JVM may take outside its heap: it would stop an event loop while it looks for more, and then
 * give up.
 */
final class DirectMemory {
    private static final Logger LOG = LoggerFactory.getLogger(DirectMemory.class);
    /** For all that is not a buffer of the event loops: the cluster's transport, the admin port, health checks. */
    static final long REST = 32L * 1024 * 1024;

    private static final long MIB = 1024 * 1024;
    private static final int LEAST_BUFFERS_A_LOOP = 4;

    private DirectMemory() {}

    /** What this JVM may take. */
    static long limit() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = jvm == null
                ? 0
                : Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }

    /**
     * How many bytes of buffers there may be: what is configured, or what fits, which is said.
     *
     * @throws Refusal where not even the least fits
     */
    static long buffers(EventLoopSettings settings, long limit) throws Refusal {
        long room = limit - REST;
        if (settings.bufferMemory() <= room) {
            return settings.bufferMemory();
        }
        long least = (long) LEAST_BUFFERS_A_LOOP * settings.count() * settings.bufferSize();
        if (room < least) {
            throw new Refusal(
                    ExitCode.SYSTEM,
                    "the JVM may take " + limit / MIB + " MiB outside its heap, and " + settings.count()
                            + " event loops with buffers of " + settings.bufferSize() / 1024 + " KiB need at least "
                            + (least + REST + MIB - 1) / MIB + "; raise -XX:MaxDirectMemorySize in WEIR_JAVA_OPTS, or"
                            + " lower event-loops.buffer-size or event-loops.count");
        }
        LOG.warn(
                "event-loops.buffer-memory is {} MiB and the JVM may take {} MiB outside its heap: buffers get {} MiB of it;"
                        + " raise -XX:MaxDirectMemorySize in WEIR_JAVA_OPTS, or lower buffer-memory",
                settings.bufferMemory() / MIB,
                limit / MIB,
                room / MIB);
        return room;
    }
}
