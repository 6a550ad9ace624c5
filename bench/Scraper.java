import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Who scrapes and reads, as a process of its own that everything else on the machine comes before ({@code SCHED_IDLE}):
 * in the field it is another machine, and what it does with a page is no cost of the node's. It ends when its standard
 * input does.
 */
final class Scraper implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final PrintStream orders;

    /** How many pages were read, and how long all of them took. */
    record Read(long pages, long nanos) {}

    private Scraper(Process process) {
        this.process = process;
        said = process.inputReader();
        orders = new PrintStream(process.getOutputStream(), true);
    }

    /** Starts one that reads from this address so often a second, when told to. */
    static Scraper start(Options options, String url, double perSecond) throws IOException {
        Process process = new ProcessBuilder(
                        "taskset",
                        "-c",
                        options.loadCpus,
                        "chrt",
                        "--idle",
                        "0",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "Scraper",
                        url,
                        "" + perSecond)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Scraper(process);
    }

    /** Reads so many pages one after the other. */
    void warm(int pages) throws IOException {
        ask("warm " + pages);
    }

    /** Connects; the first read comes with {@link #resume}. */
    void begin() throws IOException {
        ask("begin");
    }

    /** Reads on. */
    void resume() throws IOException {
        ask("resume");
    }

    /** Reads no more for now, once the page under way is there; the connection is kept. */
    void pause() throws IOException {
        ask("pause");
    }

    /** Ends, with what was read since the beginning. */
    Read end() throws IOException {
        String[] read = ask("end").split(" ");
        return new Read(Long.parseLong(read[0]), Long.parseLong(read[1]));
    }

    private String ask(String order) throws IOException {
        orders.println(order);
        String answer = said.readLine();
        if (answer == null) {
            throw new IOException("the scraper ended; it says why above");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        long gap = (long) (1e9 / Double.parseDouble(args[1]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        Pacer pacer = null;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("begin")) {
                pacer = new Pacer(new Reader(args[0]), gap);
                pacer.start();
                System.out.println("began");
            } else if (order.equals("resume") || order.equals("pause")) {
                pacer.paused(order.equals("pause"));
                System.out.println("done");
            } else if (order.equals("end")) {
                System.out.println(pacer.end());
            } else {
                try (Reader reader = new Reader(args[0])) {
                    for (int left = Integer.parseInt(order.substring("warm ".length())); left > 0; left--) {
                        reader.next();
                    }
                }
                System.out.println("warm");
            }
        }
        System.exit(0);
    }

    /** Reads at a steady pace until it is ended. */
    private static final class Pacer extends Thread {
        private final Reader reader;
        private final long gap;
        private volatile boolean ended;
        private long pages;
        private long nanos;
        private boolean paused = true;
        private boolean reading = true;
        private Exception failed;

        Pacer(Reader reader, long gap) {
            this.reader = reader;
            this.gap = gap;
        }

        @Override
        public void run() {
            long next = System.nanoTime();
            try (reader) {
                while (!ended) {
                    synchronized (this) {
                        if (paused) {
                            reading = false;
                            notifyAll();
                            while (paused && !ended) {
                                wait();
                            }
                            reading = true;
                            next = System.nanoTime();
                            continue;
                        }
                    }
                    long now = System.nanoTime();
                    if (now < next) {
                        LockSupport.parkNanos(next - now);
                        continue;
                    }
                    next += gap;
                    reader.next();
                    nanos += System.nanoTime() - now;
                    pages++;
                }
            } catch (IOException | InterruptedException e) {
                failed = e;
            }
        }

        synchronized void paused(boolean on) throws InterruptedException {
            paused = on;
            notifyAll();
            while (on && reading && isAlive()) {
                wait(100);
            }
        }

        String end() throws Exception {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
            join();
            if (failed != null) {
                throw failed;
            }
            return pages + " " + nanos;
        }
    }
}
