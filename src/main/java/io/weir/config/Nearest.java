package io.weir.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the known word a mistyped one was meant to be. Case, hyphens and underscores do not count; then the
 * fewest letters added, dropped, changed or swapped with their neighbour (the restricted Damerau-Levenshtein distance,
 * quadratic in the word's length), at most a third of them; then other balancers' words; then a common
 * beginning or end.
 */
final class Nearest {
    private static final int LONGEST = 60;
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("akka", "pekko"),
            Map.entry("balance", "algorithm"),
            Map.entry("lbpolicy", "algorithm"),
            Map.entry("leastconn", "least-connections"),
            Map.entry("leastrequest", "least-connections"),
            Map.entry("p2c", "power-of-two-choices"),
            Map.entry("maglev", "source-hash"),
            Map.entry("iphash", "source-hash"),
            Map.entry("source", "source-hash"),
            Map.entry("maxconn", "max-connections"),
            Map.entry("maxconns", "max-connections"),
            Map.entry("servers", "backends"),
            Map.entry("upstreams", "backends"),
            Map.entry("upstream", "pool"),
            Map.entry("backend", "pool"),
            Map.entry("listen", "bind"),
            Map.entry("frontend", "listeners"),
            Map.entry("frontends", "listeners"),
            Map.entry("inter", "interval"),
            Map.entry("check", "health-check"),
            Map.entry("retries", "attempts"));

    private Nearest() {}

    /** {@code "; did you mean X?"}, or nothing where no word is near. */
    static String hint(String word, Collection<String> known) {
        return of(word, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    static Optional<String> of(String word, Collection<String> known) {
        String plain = plain(word);
        if (plain.isEmpty() || plain.length() > LONGEST) {
            return Optional.empty();
        }
        int farthest = Math.max(1, plain.length() / 3);
        Optional<String> near = known.stream()
                .filter(candidate -> distance(plain, plain(candidate)) <= farthest)
                .min(Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
        return near.or(() -> Optional.ofNullable(ELSEWHERE.get(plain)).filter(known::contains))
                .or(() -> known.stream()
                        .filter(candidate -> plain.length() >= 3 && shares(plain, plain(candidate)))
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    private static boolean shares(String word, String candidate) {
        return candidate.startsWith(word)
                || candidate.endsWith(word)
                || (candidate.length() >= 3 && word.startsWith(candidate));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
