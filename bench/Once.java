import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What needs a fresh process each time: idle memory, start-up and the first seconds after it. */
final class Once {
    private static final int FEW = 500;
    private static final int COLD_SECONDS = 10;

    private final Options options;
    private final Results results;
    private final Proxies proxies;
    private final List<String> problems;
    private final Random random = new Random(11);

    /** What goes wrong with one proxy is added to the problems, and the others go on. */
    Once(Options options, Results results, Proxies proxies, List<String> problems) {
        this.problems = problems;
        this.options = options;
        this.results = results;
        this.proxies = proxies;
    }

    void run(String mode, String scenario) throws InterruptedException {
        int repeats = scenario.equals("start") ? Math.min(7, options.rounds) : Math.min(3, options.rounds);
        for (int round = 1; round <= repeats; round++) {
            List<String> order = new ArrayList<>(options.only);
            order.removeIf(name -> !Proxies.takesPart(name, scenario));
            Collections.shuffle(order, random);
            for (String name : order) {
                Proxy proxy = proxies.create(name);
                try {
                    long[] started = proxy.start();
                    Map<String, Double> values = new LinkedHashMap<>();
                    switch (scenario) {
                        case "idle" -> idle(proxy, values);
                        case "cold" -> cold(proxy, values);
                        default -> {
                            values.put("listening", started[0] / 1e6);
                            values.put("answering", started[1] / 1e6);
                        }
                    }
                    results.add(mode, scenario, round, name, values);
                    Map<String, Double> told = new LinkedHashMap<>(values);
                    told.keySet().removeIf(key -> key.matches("(rate|p99in)([3-9])"));
                    Rounds.say("%s %s %d: %s %s", mode, scenario, round, name, told);
                } catch (IllegalStateException failure) {
                    problems.add("%s %s %d: %s".formatted(mode, scenario, round, failure.getMessage()));
                    Rounds.say("%s %s %d: %s", mode, scenario, round, failure.getMessage());
                } finally {
                    proxy.stop();
                }
            }
        }
    }

    /**
     * Memory a connection as a slope: from 500 connections, when the pools and code that the first ones need are there,
     * to all of them. A JVM may put live objects where it touched memory before, so its live heap's slope is told too.
     */
    private void idle(Proxy proxy, Map<String, Double> values) throws InterruptedException {
        Idle idle = new Idle(proxy.port(), options.idle);
        try {
            double base = proxy.residentBytes();
            idle.open(FEW);
            Thread.sleep(1000);
            double few = proxy.residentBytes();
            double fewHeap = proxy.heapBytes();
            idle.open(options.idle);
            Thread.sleep(2000);
            double all = proxy.residentBytes();
            double allHeap = proxy.heapBytes();
            int more = options.idle - FEW;
            values.put("connections", (double) options.idle);
            values.put("perConnection", (all - few) / more);
            values.put("heapPerConnection", (allHeap - fewHeap) / more);
            values.put("fromNone", (all - base) / options.idle);
            values.put("baseMegabytes", base / 1e6);
            values.put("totalMegabytes", all / 1e6);
            values.put("errors", idle.quiet() ? 0.0 : 1.0);
        } finally {
            idle.close();
        }
    }

    private void cold(Proxy proxy, Map<String, Double> values) throws InterruptedException {
        long cpu = proxy.cpuNanos();
        Load load = new Load(Load.Kind.SHORT, proxy.port(), 32).start();
        long start = System.nanoTime();
        Histogram before = new Histogram();
        long done = 0;
        for (int second = 1; second <= COLD_SECONDS; second++) {
            Thread.sleep(Math.max(0, second * 1000L - (System.nanoTime() - start) / 1_000_000L));
            Histogram now = load.latencies().plus(new Histogram());
            values.put("rate" + second, (double) (load.operations() - done));
            values.put("p99in" + second, now.minus(before).micros(0.99));
            done = load.operations();
            before = now;
        }
        if (!proxy.alive()) {
            throw new IllegalStateException(proxy.name() + " ended");
        }
        values.put("rate", done / (double) COLD_SECONDS);
        values.put("cpu", (proxy.cpuNanos() - cpu) / 1e3 / done);
        values.put("p99", before.micros(0.99));
        load.stop();
        values.put("errors", (double) load.errors());
    }
}
