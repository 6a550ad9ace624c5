import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Paired rounds: in each, every proxy does the same work one after the other, in an order drawn anew, so that what
 * disturbs the machine for longer than a round disturbs all of them.
 */
final class Rounds {
    private static final long SETTLE_MILLIS = 250;

    private final Options options;
    private final Results results;
    private final int backendPort;
    private final Random random = new Random(7);
    private final HttpClient http = HttpClient.newHttpClient();

    Rounds(Options options, Results results, int backendPort) {
        this.options = options;
        this.results = results;
        this.backendPort = backendPort;
    }

    static Load.Kind kind(String scenario) {
        return switch (scenario) {
            case "keepalive" -> Load.Kind.KEEP_ALIVE;
            case "short" -> Load.Kind.SHORT;
            case "short-client" -> Load.Kind.SHORT_CLIENT;
            case "bulk" -> Load.Kind.BULK;
            default -> throw new IllegalArgumentException(scenario);
        };
    }

    static int connections(Load.Kind kind) {
        return switch (kind) {
            case KEEP_ALIVE -> 64;
            case SHORT, SHORT_CLIENT -> 32;
            case BULK -> 4;
        };
    }

    /** Warms each up and returns the requests a second that HAProxy did, or the first where it is not there. */
    int warmUp(List<Proxy> proxies) throws InterruptedException {
        int reference = 0;
        for (Proxy proxy : proxies) {
            long start = System.nanoTime();
            Load load = new Load(Load.Kind.SHORT, proxy.port(), connections(Load.Kind.SHORT)).start();
            while (load.operations() < options.warmup && load.errors() < 100 && seconds(start) < 120) {
                Thread.sleep(50);
            }
            double took = seconds(start);
            load.stop();
            if (load.operations() < options.warmup) {
                throw new IllegalStateException(proxy.name() + " took " + load.operations() + " of the "
                        + options.warmup + " connections of the warm-up; errors: " + load.errors());
            }
            Map<String, Double> keepAlive = closed(proxy, Load.Kind.KEEP_ALIVE, Math.min(3, options.seconds * 2));
            closed(proxy, Load.Kind.BULK, Math.min(5, options.seconds * 4));
            closed(proxy, Load.Kind.SHORT_CLIENT, Math.min(2, options.seconds));
            say(
                    "warm: %s, %d connections in %.1f s, %.0f requests/s",
                    proxy.name(), load.operations(), took, keepAlive.get("rate"));
            if (reference == 0 || proxy.name().equals("haproxy")) {
                reference = keepAlive.get("rate").intValue();
            }
        }
        return reference;
    }

    void closedLoop(String mode, String scenario, List<Proxy> proxies) throws InterruptedException {
        for (int round = 1; round <= options.rounds; round++) {
            List<Proxy> order = new ArrayList<>(proxies);
            order.removeIf(proxy -> !Proxies.takesPart(proxy.name(), scenario));
            Collections.shuffle(order, random);
            StringBuilder line = new StringBuilder();
            for (Proxy proxy : order) {
                Map<String, Double> values = closed(proxy, kind(scenario), options.seconds);
                results.add(mode, scenario, round, proxy.name(), values);
                line.append(String.format(Locale.ROOT, "  %s %.4g", proxy.name(), values.get("cpu")));
            }
            say("%s %s %d:%s", mode, scenario, round, line);
        }
    }

    private Map<String, Double> closed(Proxy proxy, Load.Kind kind, double seconds) throws InterruptedException {
        int threads = Math.max(1, Options.count(options.loadCpus) / 4);
        List<Load> loads = IntStream.range(0, threads)
                .mapToObj(i -> new Load(kind, proxy.port(), connections(kind)).start())
                .toList();
        Thread.sleep(SETTLE_MILLIS);
        Histogram before = latencies(loads);
        long start = System.nanoTime();
        long cpu = proxy.cpuNanos();
        long done = amount(loads, kind);
        Thread.sleep((long) (seconds * 500));
        scrape(proxy);
        Thread.sleep((long) (seconds * 500));
        double elapsed = seconds(start);
        cpu = proxy.cpuNanos() - cpu;
        done = amount(loads, kind) - done;
        Histogram during = latencies(loads).minus(before);
        loads.forEach(Load::stop);
        double unit = kind == Load.Kind.BULK ? 1e9 : 1;
        double cpuUnit = kind == Load.Kind.BULK ? 1e9 : 1e3;
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("cpu", cpu / cpuUnit / (done / unit));
        values.put("rate", done / unit / elapsed);
        values.put("cores", cpu / 1e9 / elapsed);
        values.put("p50", during.micros(0.5));
        values.put("p99", during.micros(0.99));
        values.put("errors", (double) loads.stream().mapToLong(Load::errors).sum());
        return values;
    }

    static long amount(List<Load> loads, Load.Kind kind) {
        return loads.stream()
                .mapToLong(l -> kind == Load.Kind.BULK ? l.bytes() : l.operations())
                .sum();
    }

    private static Histogram latencies(List<Load> loads) {
        return loads.stream().map(Load::latencies).reduce(new Histogram(), Histogram::plus);
    }

    void paced(String mode, List<Proxy> proxies, int rate) throws InterruptedException {
        for (int round = 1; round <= options.rounds; round++) {
            List<Proxy> order = new ArrayList<>(proxies);
            order.removeIf(proxy -> !Proxies.takesPart(proxy.name(), "latency"));
            order.add(null);
            Collections.shuffle(order, random);
            StringBuilder line = new StringBuilder();
            for (Proxy proxy : order) {
                String name = proxy == null ? "direct" : proxy.name();
                Paced load = new Paced(proxy == null ? backendPort : proxy.port(), 64);
                long cpu = proxy == null ? 0 : proxy.cpuNanos();
                Histogram latencies = load.run(rate, 300_000_000L, (long) ((options.seconds + 0.3) * 1e9));
                cpu = proxy == null ? 0 : proxy.cpuNanos() - cpu;
                load.close();
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("p50", latencies.micros(0.5));
                values.put("p99", latencies.micros(0.99));
                values.put("p999", latencies.micros(0.999));
                values.put("cpu", cpu / 1e3 / (latencies.total() * (options.seconds + 0.3) / options.seconds));
                values.put("rate", latencies.total() / options.seconds);
                values.put("errors", (double) load.errors());
                results.add(mode, "latency", round, name, values);
                line.append(String.format(Locale.ROOT, "  %s %.0f/%.0f", name, values.get("p50"), values.get("p99")));
            }
            say("%s latency %d (p50/p99 us):%s", mode, round, line);
        }
    }

    private void scrape(Proxy proxy) {
        if (proxy.metrics().isEmpty()) {
            return;
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(proxy.metrics())).build();
        try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
            body.readAllBytes();
        } catch (IOException e) {
            say("no metrics from %s: %s", proxy.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
