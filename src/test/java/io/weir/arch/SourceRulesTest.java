package io.weir.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bytecode does not show: each test holds the product to a rule and then breaks that rule in a scratch file. */
class SourceRulesTest {
    private static final Path MAIN = Path.of("src/main/java/io/weir");
    private static final Path TESTS = Path.of("src/test/java/io/weir");

    @TempDir
    Path scratch;

    private final List<Path> main = SourceRules.sourcesBelow(MAIN);
    private final List<Path> tests = SourceRules.sourcesBelow(TESTS);
    private final List<Path> all = Stream.of(main, tests, SourceRules.sourcesBelow(Path.of("src/jmh")))
            .flatMap(List::stream)
            .toList();

    @Test
    void filesAreShort() throws IOException {
        assertThat(main).isNotEmpty();
        assertThat(SourceRules.tooLong(all, SourceRules.MOST_LINES)).isEmpty();
        assertThat(SourceRules.tooLong(write("Long.java", "x\n".repeat(401)), 400))
                .hasSize(1);
        assertThat(SourceRules.tooLong(write("Long.java", "x\n".repeat(400)), 400))
                .isEmpty();
    }

    @Test
    void packagesSayWhatTheyAreFor() throws IOException {
        assertThat(SourceRules.undescribedPackages(main, true)).isEmpty();
        assertThat(SourceRules.undescribedPackages(ownTestPackages(), false)).isEmpty();
        List<Path> lone = write("Lone.java", "class Lone {}");
        assertThat(SourceRules.undescribedPackages(lone, true))
                .singleElement()
                .asString()
                .contains("has no");
        write("package-info.java", "package lone;");
        assertThat(SourceRules.undescribedPackages(lone, true))
                .singleElement()
                .asString()
                .contains("does not say");
        write("package-info.java", "/** Alone. */ package lone;");
        assertThat(SourceRules.undescribedPackages(lone, true))
                .singleElement()
                .asString()
                .contains("@NullMarked");
        assertThat(SourceRules.undescribedPackages(lone, false)).isEmpty();
    }

    @Test
    void threadsMeetOnlyWhereThePlanSays() throws IOException {
        assertThat(SourceRules.threadsMeetingOutside(main, MAIN, FloorPlan::maySharedStateBeIn))
                .isEmpty();
        Predicate<String> nowhere = name -> false;
        assertThat(SourceRules.threadsMeetingOutside(write("A.java", "volatile int a;"), scratch, nowhere))
                .hasSize(1);
        assertThat(SourceRules.threadsMeetingOutside(write("A.java", "synchronized (this) {}"), scratch, nowhere))
                .hasSize(1);
        String harmless = "/* volatile */ // synchronized\nString s = \"a \\\" volatile\"; char c = '\"'; /* \" */";
        assertThat(SourceRules.threadsMeetingOutside(write("A.java", harmless), scratch, nowhere))
                .isEmpty();
        assertThat(SourceRules.threadsMeetingOutside(write("A.java", "volatile int a;"), scratch, "A"::equals))
                .isEmpty();
    }

    @Test
    void threadsMeetInSomePackagesAndSomeClasses() {
        assertThat(FloorPlan.maySharedStateBeIn("Main")).isTrue();
        assertThat(FloorPlan.maySharedStateBeIn("transport.linux.Any")).isTrue();
        assertThat(FloorPlan.maySharedStateBeIn("proxy.Admission$Inner")).isTrue();
        assertThat(FloorPlan.maySharedStateBeIn("proxy.Connection")).isFalse();
        assertThat(FloorPlan.maySharedStateBeIn("registry.BackendRegistry")).isFalse();
    }

    @Test
    void publicTypesAreDocumented() throws IOException {
        assertThat(SourceRules.undocumentedTypes(main)).isEmpty();
        assertThat(SourceRules.undocumentedTypes(write("A.java", "package a;\n\npublic sealed interface A {}")))
                .hasSize(1);
        assertThat(SourceRules.undocumentedTypes(write("A.java", "package a;\n\n/** A. */\npublic record A() {}")))
                .isEmpty();
    }

    @Test
    void nothingIsPutOff() throws IOException {
        List<Path> others = all.stream()
                .filter(file -> !file.startsWith(TESTS.resolve("arch")))
                .toList();
        assertThat(SourceRules.putOff(others)).isEmpty();
        assertThat(SourceRules.putOff(write("A.java", "// TODO later"))).hasSize(1);
    }

    /** Packages that only the test tree has; a package of both trees is described in the main one. */
    private List<Path> ownTestPackages() {
        return tests.stream()
                .filter(file -> !file.startsWith(TESTS.resolve("arch/fixture")))
                .filter(file -> !Files.isDirectory(MAIN.resolve(TESTS.relativize(file.getParent()))))
                .toList();
    }

    private List<Path> write(String name, String text) throws IOException {
        return List.of(Files.writeString(scratch.resolve(name), text));
    }
}
