package io.weir.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which tests show which numbered behaviour, by their tags: {@code contract-2} to {@code ResetIT.method}. Read from sources. */
final class TaggedTests {
    private static final Pattern STEP = Pattern.compile(
            "@Tag\\(\"(?<tag>(?:contract|peers)-\\d+)\"\\)"
                    + "|(?<test>@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b)"
                    + "|^(?: {4}| {8})(?:(?:public|static|final|private|protected) )*[\\w<>\\[\\], .?]+ (?<method>\\w+)\\("
                    + "|^(?<indent> *)(?:(?:public|static|final|abstract) )*(?:class|record|interface|enum) (?<type>\\w+)",
            Pattern.MULTILINE);

    private TaggedTests() {}

    /** All tagged tests below a folder, except this package's own, whose sources quote tags as examples. */
    static SortedMap<String, SortedSet<String>> below(Path folder) {
        SortedMap<String, SortedSet<String>> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f ->
                            f.toString().endsWith(".java") && !f.getParent().endsWith("docs"))
                    .sorted()
                    .toList()) {
                in(Files.readString(file)).forEach((tag, names) -> merge(tests, tag, names));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tests;
    }

    /** The tagged tests of one source file; a tag on a class counts for each of its tests. */
    static SortedMap<String, SortedSet<String>> in(String source) {
        SortedMap<String, SortedSet<String>> tests = new TreeMap<>();
        SortedSet<String> pending = new TreeSet<>();
        SortedSet<String> ofClass = new TreeSet<>();
        String type = null;
        boolean isTest = false;
        Matcher step = STEP.matcher(source);
        while (step.find()) {
            if (step.group("tag") != null) {
                pending.add(step.group("tag"));
            } else if (step.group("test") != null) {
                isTest = true;
            } else if (step.group("type") != null) {
                if (step.group("indent").isEmpty()) {
                    type = step.group("type");
                    ofClass.addAll(pending);
                }
                pending.clear();
            } else if (isTest) {
                String test = type + "." + step.group("method");
                Stream.concat(pending.stream(), ofClass.stream()).forEach(tag -> merge(tests, tag, Set.of(test)));
                pending.clear();
                isTest = false;
            }
        }
        return tests;
    }

    private static void merge(Map<String, SortedSet<String>> tests, String tag, Collection<String> names) {
        tests.computeIfAbsent(tag, key -> new TreeSet<>()).addAll(names);
    }
}
