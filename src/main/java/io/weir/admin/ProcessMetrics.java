package io.weir.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the process and its JVM use, under the names that Prometheus' own clients give these. What a system does not
 * tell is left out. Read when asked for only, so that it costs nothing at the start.
 */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Exposition out;

    /** Finding them takes longer than reading them. */
    private static final class Beans {
        static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
        static final List<BufferPoolMXBean> BUFFERS = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
        static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();
        static final OperatingSystemMXBean SYSTEM = ManagementFactory.getOperatingSystemMXBean();
        static final double START = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;

        private Beans() {}
    }

    ProcessMetrics(Exposition out) {
        this.out = out;
    }

    void write() {
        process();
        memory();
        buffers();
        for (GarbageCollectorMXBean gc : Beans.COLLECTORS) {
            out.summary(Metric.JVM_GC, gc.getCollectionCount(), gc.getCollectionTime() / 1e3, gc.getName());
        }
        out.sample(Metric.JVM_THREADS, Beans.THREADS.getThreadCount());
        out.sample(Metric.JVM_CLASSES, Beans.CLASSES.getLoadedClassCount());
    }

    private void process() {
        if (Beans.SYSTEM instanceof UnixOperatingSystemMXBean unix) {
            out.sample(Metric.PROCESS_CPU, unix.getProcessCpuTime() / 1e9);
            out.sample(Metric.PROCESS_OPEN_FDS, openDescriptors(unix));
            out.sample(Metric.PROCESS_MAX_FDS, unix.getMaxFileDescriptorCount());
        }
        String status = text(STATUS);
        kilobytes(status, "VmRSS:").ifPresent(kb -> out.sample(Metric.PROCESS_RESIDENT, kb * 1024));
        kilobytes(status, "VmSize:").ifPresent(kb -> out.sample(Metric.PROCESS_VIRTUAL, kb * 1024));
        out.sample(Metric.PROCESS_START, Beans.START);
    }

    /**
     * Linux tells their number as the folder's size since 6.2. Before, and elsewhere, each is counted, which takes
     * milliseconds where there are tens of thousands.
     */
    static long openDescriptors(UnixOperatingSystemMXBean unix) {
        try {
            long told = Files.size(DESCRIPTORS);
            return told > 0 ? told : unix.getOpenFileDescriptorCount();
        } catch (IOException e) {
            return unix.getOpenFileDescriptorCount();
        }
    }

    private void memory() {
        MemoryUsage heap = Beans.MEMORY.getHeapMemoryUsage();
        MemoryUsage rest = Beans.MEMORY.getNonHeapMemoryUsage();
        out.sample(Metric.JVM_MEMORY_USED, heap.getUsed(), "heap");
        out.sample(Metric.JVM_MEMORY_USED, rest.getUsed(), "nonheap");
        out.sample(Metric.JVM_MEMORY_COMMITTED, heap.getCommitted(), "heap");
        out.sample(Metric.JVM_MEMORY_COMMITTED, rest.getCommitted(), "nonheap");
        out.sample(Metric.JVM_MEMORY_MAX, heap.getMax(), "heap");
        out.sample(Metric.JVM_MEMORY_MAX, rest.getMax(), "nonheap");
    }

    private void buffers() {
        Beans.BUFFERS.forEach(p -> out.sample(Metric.JVM_BUFFER_USED, Math.max(0, p.getMemoryUsed()), p.getName()));
        Beans.BUFFERS.forEach(p -> out.sample(Metric.JVM_BUFFER_COUNT, p.getCount(), p.getName()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static OptionalLong kilobytes(String status, String key) {
        int at = status.indexOf(key);
        if (at < 0) {
            return OptionalLong.empty();
        }
        int end = status.indexOf(" kB", at);
        return OptionalLong.of(
                Long.parseLong(status.substring(at + key.length(), end < 0 ? status.indexOf('\n', at) : end)
                        .strip()));
    }
}
