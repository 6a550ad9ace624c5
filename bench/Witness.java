import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * What the host of a virtual machine takes from it: on each processor a process before which no other comes (the highest
 * real-time priority), which wakes twice in a millisecond and tells how late it was. Nothing in the machine holds it up but
 * the kernel with interrupts off, so that what it waits for is the host.
 */
final class Witness implements AutoCloseable {
    private static final long PACE = 500_000;
    private static final long WORTH_TELLING = 300_000;

    private record Gap(long end, long nanos) {}

    private final List<Process> processes = new ArrayList<>();
    private final ConcurrentLinkedQueue<Gap> gaps = new ConcurrentLinkedQueue<>();

    /** One a processor, told by its number; none where the right to such a priority is missing. */
    static Witness start(int processors) throws IOException {
        Witness witness = new Witness();
        for (int cpu = 0; cpu < processors; cpu++) {
            Process process = new ProcessBuilder(
                            "taskset",
                            "-c",
                            "" + cpu,
                            "chrt",
                            "-f",
                            "99",
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xint",
                            "-XX:+UseSerialGC",
                            "-Xmx16m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "Witness")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            witness.processes.add(process);
            BufferedReader lines = process.inputReader();
            if (lines.readLine() == null) {
                witness.close();
                witness.processes.clear();
                System.err.println("no right to real-time priority: what the host takes is not known");
                return witness;
            }
            Thread.ofPlatform().daemon().start(() -> witness.take(lines));
        }
        return witness;
    }

    private void take(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                gaps.add(new Gap(Long.parseLong(words[0]), Long.parseLong(words[1])));
            }
        } catch (IOException ended) {
            return;
        }
    }

    /**
     * The longest that the host took one of the processors between two moments of {@link System#nanoTime}, in microseconds;
     * NaN where that is not known.
     */
    double longest(long from, long to) {
        return processes.isEmpty()
                ? Double.NaN
                : gaps.stream()
                        .filter(gap -> gap.end() >= from && gap.end() - gap.nanos() <= to)
                        .mapToDouble(gap -> gap.nanos() / 1e3)
                        .max()
                        .orElse(0);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }

    /** Tells the moment and the length of each gap, until nobody reads any more. */
    public static void main(String[] args) {
        System.out.println("ready");
        while (!System.out.checkError()) {
            long due = System.nanoTime() + PACE;
            LockSupport.parkNanos(PACE);
            long now = System.nanoTime();
            if (now - due > WORTH_TELLING) {
                System.out.println(now + " " + (now - due));
            }
        }
    }
}
