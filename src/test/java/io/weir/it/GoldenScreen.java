package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whole screens as they were when somebody looked at them and found them good, in {@code src/test/resources/terminal}. What
 * differs from run to run is masked: numbers are 0, times T, hashes H, and gaps two spaces, as they grow with what stands
 * beside them. {@code -Dweir.rewrite=true} writes them anew, to be looked at.
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
        String masked = masked(screen);
        try {
            if (Boolean.getBoolean("weir.rewrite")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, masked);
            }
            assertThat(masked).as("%s; as it was:\n%s", file, screen).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String masked(String screen) {
        return screen.stripTrailing().lines().map(GoldenScreen::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String line) {
        String masked = HASH.matcher(line).replaceAll("H");
        masked = TIME.matcher(masked).replaceAll("T");
        masked = BYTES.matcher(masked).replaceAll("0 B");
        masked = NUMBER.matcher(masked).replaceAll("0");
        masked = LOOKS.matcher(masked).replaceAll("~");
        return GAP.matcher(masked).replaceAll("  ").stripTrailing();
    }
}
