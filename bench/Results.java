import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every measurement of a run, and what is computed from it. */
final class Results {
    /** One proxy, one scenario, one round. */
    record Sample(String mode, String scenario, int round, String proxy, Map<String, Double> values) {}

    /** Smallest, middle and largest of some numbers. */
    record Spread(double min, double median, double max) {
        static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int n = sorted.size();
            if (n == 0) {
                return new Spread(Double.NaN, Double.NaN, Double.NaN);
            }
            double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
            return new Spread(sorted.getFirst(), median, sorted.getLast());
        }
    }

    private final List<Sample> samples = new ArrayList<>();
    private final Path lines;

    /** @param lines where each sample is appended as a line when it is taken, so that a run that is cut off leaves what it had */
    Results(Path lines) {
        this.lines = lines;
    }

    void add(String mode, String scenario, int round, String proxy, Map<String, Double> values) {
        Sample sample = new Sample(mode, scenario, round, proxy, new TreeMap<>(values));
        samples.add(sample);
        try {
            Files.writeString(lines, json(sample) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String mode, String scenario) {
        return samples.stream()
                .anyMatch(s -> s.mode().equals(mode) && s.scenario().equals(scenario));
    }

    boolean has(String mode, String scenario, String proxy) {
        return !byRound(mode, scenario, proxy, null).isEmpty();
    }

    List<String> proxies(String mode, String scenario) {
        return samples.stream()
                .filter(s -> s.mode().equals(mode) && s.scenario().equals(scenario))
                .map(Sample::proxy)
                .distinct()
                .sorted((a, b) -> Integer.compare(rank(a), rank(b)))
                .toList();
    }

    private static int rank(String proxy) {
        int index = Proxies.NAMES.indexOf(proxy);
        return proxy.equals("direct") ? -1 : index < 0 ? Proxies.NAMES.size() : index;
    }

    private Map<Integer, Double> byRound(String mode, String scenario, String proxy, String value) {
        Map<Integer, Double> result = new TreeMap<>();
        for (Sample s : samples) {
            if (s.mode().equals(mode)
                    && s.scenario().equals(scenario)
                    && s.proxy().equals(proxy)) {
                result.put(s.round(), value == null ? 0.0 : s.values().getOrDefault(value, Double.NaN));
            }
        }
        return result;
    }

    /** One measured value; NaN where there is none. */
    double value(String mode, String scenario, int round, String proxy, String value) {
        return byRound(mode, scenario, proxy, value).getOrDefault(round, Double.NaN);
    }

    Spread spread(String mode, String scenario, String proxy, String value) {
        return Spread.of(List.copyOf(byRound(mode, scenario, proxy, value).values()));
    }

    /** Of what {@code proxy} took to what {@code reference} took, round by round. */
    Spread ratio(String mode, String scenario, String proxy, String reference, String value) {
        Map<Integer, Double> mine = byRound(mode, scenario, proxy, value);
        Map<Integer, Double> others = byRound(mode, scenario, reference, value);
        return Spread.of(mine.entrySet().stream()
                .filter(e -> others.containsKey(e.getKey()))
                .map(e -> e.getValue() / others.get(e.getKey()))
                .toList());
    }

    /** Which of some proxies took least of {@code value}, by its median; empty if none of them ran. */
    String better(String mode, String scenario, String value, List<String> of) {
        String best = "";
        for (String name : of) {
            if (has(mode, scenario, name)
                    && (best.isEmpty()
                            || spread(mode, scenario, name, value).median()
                                    < spread(mode, scenario, best, value).median())) {
                best = name;
            }
        }
        return best;
    }

    void write(Path file, Map<String, String> about) throws IOException {
        String head = about.entrySet().stream()
                .map(e -> "  " + quoted(e.getKey()) + ": " + quoted(e.getValue()) + ",\n")
                .collect(Collectors.joining());
        String body = samples.stream().map(s -> "    " + json(s)).collect(Collectors.joining(",\n"));
        Files.writeString(file, "{\n" + head + "  \"samples\": [\n" + body + "\n  ]\n}\n");
    }

    private static String json(Sample s) {
        String values = s.values().entrySet().stream()
                .map(e -> quoted(e.getKey()) + ": " + number(e.getValue()))
                .collect(Collectors.joining(", "));
        return "{\"mode\": %s, \"scenario\": %s, \"round\": %d, \"proxy\": %s, %s}"
                .formatted(quoted(s.mode()), quoted(s.scenario()), s.round(), quoted(s.proxy()), values);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
