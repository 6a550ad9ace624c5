package io.weir.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule holds in the product and is broken by its fixture: the second half shows that the first can fail. */
class ArchitectureTest {
    private static final String PRODUCT = "io.weir";
    private static final String FIXTURE = "io.weir.arch.fixture";

    /** A rule, and the class of the fixture it must find. */
    private record Law(String name, Function<String, ArchRule> rule, String offender) {}

    private static final List<Law> MAIN_LAWS = List.of(
            new Law("arrows only go down", Rules::arrowsOnlyGoDown, "model.Upward"),
            new Law("every package is on the plan", Rules::arrowsOnlyGoDown, "attic.Stray"),
            new Law("no cycles", Rules::noCycles, "routing.KnowsUpward"),
            new Law("pure code reads no clock", Rules::pureCodeIsPure, "wire.Clocked"),
            new Law("pure code rolls no dice", Rules::pureCodeIsPure, "health.Rolls"),
            new Law("pure code below a floor reads no clock", Rules::pureCodeIsPure, "registry.escrow.Timed"),
            new Law("pure code takes no lock", Rules::pureCodeIsPure, "health.Locked"),
            new Law("pure code does not log", Rules::pureCodeIsPure, "balance.Chatty"),
            new Law("pure code knows no library", Rules::pureCodeKnowsNoLibrary, "wire.Borrowing"),
            new Law("only config reads HOCON", Rules::onlyConfigReadsHocon, "observe.ReadsFiles"),
            new Law("Pekko stays upstairs", Rules::pekkoStaysUpstairs, "cli.Acting"),
            new Law("shared state has its places", Rules::sharedStateHasItsPlaces, "registry.Counting"),
            new Law("one writer of the routing table", Rules::oneWriterOfTheTable, "proxy.Publisher"),
            new Law("no timer a connection", Rules::connectionsStayCheap, "transport.Ticking"),
            new Law("no hop in a connection", Rules::connectionsStayCheap, "proxy.Hopping"),
            new Law("system calls stay in one place", Rules::systemCallsStayInOnePlace, "proxy.Native"),
            new Law("only the top ends the process", Rules::onlyTheTopEndsTheProcess, "proxy.Quitter"),
            new Law("lines of the log are in our own name", root -> Rules.linesAreInOurOwnName(), "registry.Borrowed"),
            new Law(
                    "names say what a class is for",
                    root -> Rules.namesSayWhatAClassIsFor(),
                    "proxy.ConnectionManager"));

    private static final List<Law> TEST_LAWS = List.of(
            new Law("black-box tests see only the process", Rules::blackBoxTestsSeeOnlyTheProcess, "it.PeeksInside"),
            new Law("no test sleeps", root -> Rules.noTestSleeps(), "it.Sleepy"),
            new Law(
                    "names of tests say what they are for",
                    root -> Rules.namesSayWhatAClassIsFor(),
                    "ConnectionManager"));

    @TestFactory
    Stream<DynamicTest> productObeys() {
        JavaClasses main = new ClassFileImporter().importPath(Path.of("target/classes"));
        assertThat(main).isNotEmpty();
        JavaClasses tests = new ClassFileImporter()
                .withImportOption((Location at) -> !at.contains("/arch/fixture/"))
                .importPath(Path.of("target/test-classes"));
        assertThat(tests).isNotEmpty();
        return Stream.concat(
                MAIN_LAWS.stream().map(law -> obeys(law, main)),
                TEST_LAWS.stream().map(law -> obeys(law, tests)));
    }

    @TestFactory
    Stream<DynamicTest> fixtureIsCaught() {
        JavaClasses fixture = new ClassFileImporter().importPath(Path.of("target/test-classes/io/weir/arch/fixture"));
        return Stream.concat(MAIN_LAWS.stream(), TEST_LAWS.stream())
                .map(law -> dynamicTest(
                        law.name(),
                        () -> assertThat(String.join(
                                        "\n",
                                        law.rule()
                                                .apply(FIXTURE)
                                                .evaluate(fixture)
                                                .getFailureReport()
                                                .getDetails()))
                                .contains(law.offender())));
    }

    private static DynamicTest obeys(Law law, JavaClasses classes) {
        return dynamicTest(
                law.name(),
                () -> law.rule().apply(PRODUCT).allowEmptyShould(true).check(classes));
    }
}
