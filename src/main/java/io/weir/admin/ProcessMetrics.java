package io.weir.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the process and its JVM use, under the names that Prometheus' own clients give these. What a system does not
 * tell is left out. Read when asked for only, so that it costs nothing at the start.
 */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Exposition out;

    ProcessMetrics(Exposition out) {
        this.out = out;
    }

    void write() {
        process();
        memory();
        buffers();
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            out.summary(Metric.JVM_GC, gc.getCollectionCount(), gc.getCollectionTime() / 1e3, gc.getName());
        }
        out.sample(Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        out.sample(Metric.JVM_CLASSES, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private void process() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            out.sample(Metric.PROCESS_CPU, unix.getProcessCpuTime() / 1e9);
            out.sample(Metric.PROCESS_OPEN_FDS, openDescriptors(unix));
            out.sample(Metric.PROCESS_MAX_FDS, unix.getMaxFileDescriptorCount());
        }
        String status = text(STATUS);
        kilobytes(status, "VmRSS:").ifPresent(kb -> out.sample(Metric.PROCESS_RESIDENT, kb * 1024));
        kilobytes(status, "VmSize:").ifPresent(kb -> out.sample(Metric.PROCESS_VIRTUAL, kb * 1024));
        out.sample(Metric.PROCESS_START, ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
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
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage rest = memory.getNonHeapMemoryUsage();
        out.sample(Metric.JVM_MEMORY_USED, heap.getUsed(), "heap");
        out.sample(Metric.JVM_MEMORY_USED, rest.getUsed(), "nonheap");
        out.sample(Metric.JVM_MEMORY_COMMITTED, heap.getCommitted(), "heap");
        out.sample(Metric.JVM_MEMORY_COMMITTED, rest.getCommitted(), "nonheap");
        out.sample(Metric.JVM_MEMORY_MAX, heap.getMax(), "heap");
        out.sample(Metric.JVM_MEMORY_MAX, rest.getMax(), "nonheap");
    }

    private void buffers() {
        var pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        pools.forEach(p -> out.sample(Metric.JVM_BUFFER_USED, Math.max(0, p.getMemoryUsed()), p.getName()));
        pools.forEach(p -> out.sample(Metric.JVM_BUFFER_COUNT, p.getCount(), p.getName()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static OptionalLong kilobytes(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
