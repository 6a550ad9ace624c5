package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.launcher.Installation.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./weir} and {@code ./mvnw} do before they become java and mvn. */
class LauncherTest {
    @TempDir
    Path scratch;

    private Installation weir;

    @BeforeEach
    void install() throws IOException {
        weir = new Installation(scratch.resolve("a place/weir 1"));
        weir.set("JAVA_HOME", weir.jdk("25.0.1"));
    }

    @Test
    void becomesJavaWithTheWordsAsTheyWere() throws Exception {
        weir.jar();
        Run run = weir.run(scratch, weir.top.resolve("weir").toString(), "run", "-c", "my file.conf", "");
        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out())
                .containsSubsequence(
                        "-XX:MaxTenuringThreshold=2",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-jar",
                        weir.top.toRealPath().resolve("target/weir.jar").toString(),
                        "run",
                        "-c",
                        "my file.conf",
                        "")
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .anyMatch(word -> word.matches("-XX:MaxDirectMemorySize=\\d+k"))
                .noneMatch(word -> word.contains("AOTCache"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void isTheSameProcessAllAlong() throws Exception {
        weir.jar();
        Run run = weir.run(scratch, "/bin/sh", "-c", "echo $$; exec \"$0\" run", weir.top + "/weir");
        assertThat(run.out()).contains("pid " + run.out().getFirst());
    }

    @Test
    void worksThroughLinksAndFromThePath() throws Exception {
        weir.jar();
        Path folder = Files.createDirectories(scratch.resolve("links in here"));
        Files.createSymbolicLink(folder.resolve("w"), weir.top.resolve("weir"));
        Files.createSymbolicLink(folder.resolve("weir-again"), Path.of("w"));
        assertThat(weir.run(folder, "./weir-again", "x").exit()).isEqualTo(42);
        weir.set("PATH", folder + ":/usr/bin:/bin");
        assertThat(weir.run(Path.of("/"), "/bin/sh", "-c", "weir-again x").exit())
                .isEqualTo(42);
    }

    @Test
    void theUsersOptionsComeLastAndWin() throws Exception {
        weir.jar();
        Files.writeString(weir.top.resolve("target/weir.aot"), "cache");
        weir.set("WEIR_JAVA_OPTS", "-Xmx1g -XX:MaxDirectMemorySize=1g");
        Run run = weir.run(scratch, weir.top + "/weir", "run");
        assertThat(run.out())
                .containsSubsequence("-XX:AOTCache=" + weir.top.toRealPath() + "/target/weir.aot", "-Xmx1g", "-jar");
        assertThat(run.out().stream()
                        .filter(word -> word.contains("MaxDirectMemorySize"))
                        .toList())
                .last()
                .isEqualTo("-XX:MaxDirectMemorySize=1g");
    }

    /** What a node remembers only keeps up a command that ends in a second. */
    @Test
    void aNodeAndAClientCommandEachStartFromTheirOwnCache() throws Exception {
        weir.jar();
        for (String cache : List.of("weir.aot", "commands.aot")) {
            Files.writeString(weir.top.resolve("target").resolve(cache), "cache");
        }
        for (String node : List.of("run", "demo")) {
            assertThat(weir.run(scratch, weir.top + "/weir", node).out())
                    .contains("-XX:AOTCache=" + weir.top.toRealPath() + "/target/weir.aot", "-XX:+TieredCompilation");
        }
        for (String command : List.of("status", "check", "top", "--help")) {
            assertThat(weir.run(scratch, weir.top + "/weir", command).out())
                    .contains("-XX:AOTCache=" + weir.top.toRealPath() + "/target/commands.aot");
        }
        assertThat(weir.run(scratch, weir.top + "/weir", "status").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(weir.run(scratch, weir.top + "/weir", "top").out()).contains("-XX:+TieredCompilation");
        Files.delete(weir.top.resolve("target/commands.aot"));
        assertThat(weir.run(scratch, weir.top + "/weir", "status").out()).noneMatch(word -> word.contains("AOTCache"));
    }

    @Test
    void raisesTheSoftLimitOfDescriptorsToTheHardOne() throws Exception {
        weir.jar();
        Run run = weir.run(
                scratch, "/bin/sh", "-c", "ulimit -H -n; ulimit -S -n 100; exec \"$0\" run", weir.top + "/weir");
        assertThat(run.out()).last().isEqualTo(run.out().getFirst());
    }

    @Test
    void buildsWhatIsMissingOrStaleAndNothingElse() throws Exception {
        weir.sources();
        Path calls = weir.maven();
        String script = weir.top + "/weir";
        assertThat(weir.run(scratch, script).exit()).isEqualTo(42);
        assertThat(Files.readAllLines(calls)).singleElement().asString().contains("package | " + weir.top.toRealPath());
        assertThat(weir.run(scratch, script).err()).isEmpty();
        assertThat(Files.readAllLines(calls)).hasSize(1);
        Files.setLastModifiedTime(
                weir.top.resolve("src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(weir.run(scratch, script).err()).contains("building");
        assertThat(Files.readAllLines(calls)).hasSize(2);
    }

    @Test
    void buildsNotWhenToldSo() throws Exception {
        weir.sources();
        Path calls = weir.maven();
        weir.set("WEIR_NO_BUILD", "1");
        Run run = weir.run(scratch, weir.top + "/weir", "run");
        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.err()).contains("weir.jar is not there");
        assertThat(calls).doesNotExist();
    }

    @Test
    void aFailedBuildStartsNothing() throws Exception {
        weir.sources();
        weir.maven();
        Files.createFile(weir.top.resolve("fail"));
        Run run = weir.run(scratch, weir.top + "/weir", "run");
        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("the build failed");
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        weir.sources();
        Path calls = weir.maven();
        Run run = weir.run(scratch, "/bin/sh", "-c", "\"$0\" & \"$0\" & \"$0\" & wait", weir.top + "/weir");
        assertThat(run.out().stream().filter("-jar"::equals)).hasSize(3);
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws Exception {
        weir.jar();
        weir.set("JAVA_HOME", weir.jdk("17.0.2"));
        Path fitting = weir.jdk("26-ea");
        weir.set("PATH", fitting.resolve("bin") + ":/usr/bin:/bin");
        Run run = weir.run(scratch, weir.top + "/weir", "run");
        assertThat(run.exit()).isEqualTo(42);
    }

    @Test
    void saysWhatToInstallWhereNoJavaFits() throws Exception {
        Run run = weir.run(
                scratch, "/bin/sh", "-c", ". \"$0\"; JAVA_HOME=; find_java 99 javac", weir.top + "/.mvn/jdk.sh");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no JDK 99 or newer", "Install one", "JAVA_HOME");
    }

    @Test
    void mavenGetsTheJdkAndItsExitCodeIsKept() throws Exception {
        Path calls = weir.maven();
        assertThat(weir.run(weir.top, "./mvnw", "-q", "verify").exit()).isZero();
        assertThat(Files.readAllLines(calls))
                .singleElement()
                .asString()
                .startsWith(scratch.toString())
                .contains("jdk 25.0.1 | -q verify |")
                .as("no reset of colours that were not there, in a log")
                .contains("-Djansi.noreset=true");
        Files.createFile(weir.top.resolve("fail"));
        assertThat(weir.run(weir.top, "./mvnw", "verify").exit()).isEqualTo(3);
    }

    @Test
    void rootGetsTheProgramsThatAllTestsNeedInstalled() throws Exception {
        Path calls = weir.maven();
        Path tools = weir.tools(0, "wrk zsh");
        Run run = weir.run(weir.top, "./mvnw", "-B", "verify");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("programs that are missing").doesNotContain("apt-get");
        assertThat(Files.readAllLines(tools)).containsExactly("called ", "called --install");
        assertThat(Files.readAllLines(calls)).hasSize(1);
        weir.set("WEIR_NO_INSTALL", "1");
        assertThat(weir.run(weir.top, "./mvnw", "verify").err()).contains("as root: apt-get install -y wrk zsh");
        assertThat(Files.readAllLines(tools))
                .filteredOn("called --install"::equals)
                .hasSize(1);
    }

    @Test
    void whoIsNotRootIsToldTheCommandAndWhoRunsFewerTestsNothing() throws Exception {
        Path calls = weir.maven();
        Path tools = weir.tools(1000, "wrk zsh");
        assertThat(weir.run(weir.top, "./mvnw", "verify").err()).contains("as root: apt-get install -y wrk zsh");
        assertThat(Files.readAllLines(tools)).containsExactly("called ");
        for (List<String> fewer : List.of(
                List.of("package"),
                List.of("test"),
                List.of("verify", "-DskipTests"),
                List.of("-Dtest=ATest", "verify"))) {
            List<String> words = new ArrayList<>(List.of("./mvnw"));
            words.addAll(fewer);
            assertThat(weir.run(weir.top, words.toArray(String[]::new)).err()).isEmpty();
        }
        assertThat(Files.readAllLines(tools)).hasSize(1);
        assertThat(Files.readAllLines(calls)).hasSize(5);
    }
}
