package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Pems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a good file, reading it comes to an answer a person can use, never to an exception. */
class MutationTest {
    private static final long SEED = 20_261_122L;
    private static final int FILES = 400;
    private static final List<String> SCRAPS = List.of(
            "{",
            "}",
            "[",
            "]",
            "=",
            ":",
            ",",
            "\"",
            "\"\"\"",
            "${",
            "}",
            "${?X}",
            "${weir}",
            "${weir.pools}",
            "#",
            "\n",
            "null",
            "off",
            "on",
            "0",
            "-1",
            "1e400",
            "9".repeat(400),
            "%",
            "10%",
            "1s",
            "*",
            "[::1]:80",
            "a:1",
            "\\",
            "\u0000",
            "\uD83D\uDE00",
            "include \"weir.conf\"",
            "+=",
            "{}",
            "[]",
            "weir",
            "pekko",
            "[1, [2]]",
            "ms",
            ".",
            " ");

    @TempDir
    private Path directory;

    private Written written;

    @BeforeEach
    void files() {
        written = new Written(directory);
        written.file("token.txt", "fedcba9876543210fedcba9876543210\n");
        written.file("cert.pem", Pems.ec().certificate());
        written.file("key.pem", Pems.ec().key());
    }

    @Test
    void aMutatedFileIsGoodOrBad() {
        int good = 0;
        int bad = 0;
        for (int i = 0; i < FILES; i++) {
            long seed = SEED + i;
            String text = mutated(FullFile.TEXT, new Random(seed));
            switch (read(text, seed)) {
                case Outcome.Good file -> {
                    good++;
                    Outcome again = read(file.effective().text(), seed);
                    assertThat(again)
                            .as("what is printed of the good file of seed %d:%n%s", seed, text)
                            .isInstanceOf(Outcome.Good.class);
                }
                case Outcome.Bad file -> {
                    bad++;
                    assertThat(file.problems()).as("seed %d", seed).isNotEmpty().allSatisfy(problem -> {
                        assertThat(problem.line())
                                .as("seed %d: %s", seed, problem)
                                .isBetween(1, 500);
                        assertThat(problem.message())
                                .as("seed %d: %s", seed, problem)
                                .isNotBlank()
                                .doesNotContain("\n");
                        assertThat(problem.toString())
                                .as("seed %d", seed)
                                .doesNotContain("0123456789abcdef0123456789abcdef");
                    });
                }
                case Outcome.Unreadable unreadable -> throw new AssertionError("seed " + seed + ": " + unreadable);
            }
        }
        // Both must happen often, or the test tries too little.
        assertThat(good).as("good files of %d", FILES).isGreaterThan(FILES / 50);
        assertThat(bad).as("bad files of %d", FILES).isGreaterThan(FILES / 2);
    }

    private Outcome read(String text, long seed) {
        try {
            return written.read(text);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + " threw for:\n" + text, e);
        }
    }

    private static String mutated(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
            switch (random.nextInt(7)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.set(at, cut(line, random));
                case 3 -> lines.set(at, inserted(line, scrap, random));
                case 4 -> lines.set(at, line.replaceFirst("=.*", Matcher.quoteReplacement("= " + scrap)));
                case 5 -> lines.set(at, line.replaceFirst("[a-z][a-z-]+", Matcher.quoteReplacement(scrap)));
                default -> lines.set(at, swapped(line, random));
            }
        }
        return String.join("\n", lines);
    }

    private static String cut(String line, Random random) {
        int from = random.nextInt(line.length() + 1);
        return line.substring(0, from) + line.substring(Math.min(line.length(), from + 1 + random.nextInt(4)));
    }

    private static String inserted(String line, String scrap, Random random) {
        int at = random.nextInt(line.length() + 1);
        return line.substring(0, at) + scrap + line.substring(at);
    }

    private static String swapped(String line, Random random) {
        char[] letters = line.toCharArray();
        if (letters.length > 1) {
            int at = random.nextInt(letters.length - 1);
            char first = letters[at];
            letters[at] = letters[at + 1];
            letters[at + 1] = first;
        }
        return new String(letters);
    }
}
