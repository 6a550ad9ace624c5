import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node's page of metrics says of how long its event loops let ready sockets wait. */
final class LoopLags {
    private static final Pattern LONGEST = Pattern.compile("(?m)^weir_event_loop_lag_seconds\\{.*} (\\S+)$");
    private static final Pattern SECONDS =
            Pattern.compile("(?m)^weir_event_loop_second_lag_seconds_bucket\\{.*le=\"([^\"]+)\".*} (\\S+)$");

    private final double longest;
    private final TreeMap<Double, Double> within;

    private LoopLags(double longest, TreeMap<Double, Double> within) {
        this.longest = longest;
        this.within = within;
    }

    static LoopLags read(String url) throws IOException {
        String text;
        try (InputStream page = URI.create(url).toURL().openStream()) {
            text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
        double longest = 0;
        for (Matcher loop = LONGEST.matcher(text); loop.find(); ) {
            longest = Math.max(longest, Double.parseDouble(loop.group(1)));
        }
        TreeMap<Double, Double> within = new TreeMap<>();
        for (Matcher bucket = SECONDS.matcher(text); bucket.find(); ) {
            String bound = bucket.group(1);
            double seconds = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
            within.merge(seconds, Double.parseDouble(bucket.group(2)), Double::sum);
        }
        return new LoopLags(longest * 1e6, within);
    }

    /** The longest of any loop in the node's own window of 15 s, in microseconds. */
    double longest() {
        return longest;
    }

    /** The bound in microseconds that no second exceeded which was looked at since; NaN if none was. */
    double boundSince(LoopLags before) {
        double looked = within.lastEntry().getValue() - before.within.lastEntry().getValue();
        if (looked == 0) {
            return Double.NaN;
        }
        return within.entrySet().stream()
                        .filter(bucket -> bucket.getValue() - before.within.get(bucket.getKey()) == looked)
                        .findFirst()
                        .orElseThrow()
                        .getKey()
                * 1e6;
    }
}
