package io.weir.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules over source text that bytecode does not show. Each returns its violations, one a line. */
final class SourceRules {
    static final int MOST_LINES = 400;

    private static final Pattern NOT_CODE = Pattern.compile(
            "\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|//[^\n]*|/\\*.*?\\*/",
            Pattern.DOTALL);
    private static final Pattern MEETING = Pattern.compile("\\b(volatile|synchronized)\\b");
    private static final Pattern LATER = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|enum|record|@interface) (\\w+)",
            Pattern.MULTILINE);

    private SourceRules() {}

    static List<Path> sourcesBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> tooLong(List<Path> sources, int most) {
        List<String> broken = new ArrayList<>();
        for (Path source : sources) {
            long lines = text(source).lines().count();
            if (lines > most) {
                broken.add(source + " has " + lines + " lines, at most " + most);
            }
        }
        return broken;
    }

    static List<String> undescribedPackages(List<Path> sources, boolean nullMarked) {
        List<String> broken = new ArrayList<>();
        sources.stream()
                .map(Path::getParent)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(folder -> {
                    Path info = folder.resolve("package-info.java");
                    if (!Files.exists(info)) {
                        broken.add(folder + " has no package-info.java");
                    } else if (!text(info).strip().startsWith("/**")) {
                        broken.add(info + " does not say what the package is for");
                    } else if (nullMarked && !text(info).contains("@NullMarked")) {
                        broken.add(info + " is not @NullMarked");
                    }
                });
        return broken;
    }

    static List<String> threadsMeetingOutside(List<Path> sources, Path root, Predicate<String> allowed) {
        List<String> broken = new ArrayList<>();
        for (Path source : sources) {
            String name =
                    root.relativize(source).toString().replace(".java", "").replace('/', '.');
            Matcher word = MEETING.matcher(code(source));
            if (!allowed.test(name) && word.find()) {
                broken.add(source + " says " + word.group());
            }
        }
        return broken;
    }

    static List<String> undocumentedTypes(List<Path> sources) {
        List<String> broken = new ArrayList<>();
        for (Path source : sources) {
            String text = text(source);
            Matcher type = PUBLIC_TYPE.matcher(text);
            if (type.find() && !text.substring(0, type.start()).contains("/**")) {
                broken.add(source + ": public type " + type.group(1) + " has no javadoc");
            }
        }
        return broken;
    }

    static List<String> putOff(List<Path> sources) {
        List<String> broken = new ArrayList<>();
        for (Path source : sources) {
            Matcher word = LATER.matcher(text(source));
            if (word.find()) {
                broken.add(source + " puts something off with " + word.group());
            }
        }
        return broken;
    }

    private static String code(Path source) {
        return NOT_CODE.matcher(text(source)).replaceAll(" ");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
