package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whole screens as they were when somebody looked at them and found them good, in {@code src/test/resources/terminal}. What
 * differs from run to run is masked: numbers are 0, times T, hashes H. Tables are laid out anew around what is left, each
 * column on the side on which it stood; elsewhere gaps are two spaces, as they grow with what stands beside them. {@code -Dweir.rewrite=true} writes them anew, to be looked at.
 */
final class GoldenScreen {
    private static final Path FOLDER = Path.of("src/test/resources/terminal");
    private static final Pattern HASH = Pattern.compile("\\b(?=[0-9a-f]*[0-9])[0-9a-f]{8,}…?");
    private static final Pattern TIME = Pattern.compile("\\b\\d+(\\.\\d+)?(ms|[smhd])( \\d+[smh])?\\b");
    private static final Pattern BYTES = Pattern.compile("\\b\\d+(\\.\\d+)? ?([KMG]i?)?B\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)*");
    private static final Pattern LOOKS = Pattern.compile("[▁▂▃▄▅▆▇█]+");
    private static final Pattern GAP = Pattern.compile("(?<=\\S) {2,}");

    private GoldenScreen() {}

    /** Compares a screen with the one that is kept under this name. */
    static void assertLooksLike(String name, String screen) {
        Path file = FOLDER.resolve(name + ".txt");
        try {
            if (Boolean.getBoolean("weir.rewrite")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, masked(screen, ""));
            }
            String kept = Files.readString(file);
            assertThat(masked(screen, kept))
                    .as("%s; as it was:\n%s", file, screen)
                    .isEqualTo(kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A screen without what differs from run to run.
     *
     * @param kept another one without that, whose columns stand as they should
     */
    static String masked(String screen, String kept) {
        List<Map<String, ScreenTable.Side>> sides = parts(kept).stream()
                .filter(ScreenTable.class::isInstance)
                .map(part -> ((ScreenTable) part).sides())
                .toList();
        StringBuilder text = new StringBuilder();
        int tables = 0;
        for (Object part : parts(screen)) {
            if (part instanceof ScreenTable table) {
                Map<String, ScreenTable.Side> known = tables < sides.size() ? sides.get(tables) : Map.of();
                table.lines(known).forEach(line -> text.append(line).append('\n'));
                tables++;
            } else {
                text.append(line((String) part)).append('\n');
            }
        }
        return text.toString();
    }

    /** Tables, each from its heading to the next empty line, and the lines outside of them. */
    private static List<Object> parts(String screen) {
        List<Object> parts = new ArrayList<>();
        ScreenTable open = null;
        for (String line : screen.stripTrailing().lines().toList()) {
            if (open != null && !line.isBlank()) {
                open.row(line);
            } else if (ScreenTable.begins(line)) {
                open = new ScreenTable(line, GoldenScreen::words);
                parts.add(open);
            } else {
                open = null;
                parts.add(line);
            }
        }
        return parts;
    }

    private static String line(String line) {
        return GAP.matcher(words(line)).replaceAll("  ").stripTrailing();
    }

    private static String words(String text) {
        String masked = HASH.matcher(text).replaceAll("H");
        masked = TIME.matcher(masked).replaceAll("T");
        masked = BYTES.matcher(masked).replaceAll("0 B");
        masked = NUMBER.matcher(masked).replaceAll("0");
        return LOOKS.matcher(masked).replaceAll("~");
    }
}
