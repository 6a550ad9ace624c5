package io.weir.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.deploy.Dockerfile.Instruction;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile. */
class ImageTest {
    private final Dockerfile whole = Dockerfile.read(Shipped.DOCKERFILE);
    private final Dockerfile image = whole.lastStage();
    private final Config reference = ConfigFactory.parseFile(new File("src/main/resources/reference.conf"))
            .getConfig("weir");

    @Test
    void itIsBuiltInOneStageAndRunsInASmallerOneOfTheSameJava() {
        List<String> bases = whole.all("FROM").stream()
                .map(from -> from.rest().split(" ")[0])
                .toList();
        String java = property(Tree.text(Path.of("pom.xml")), "maven.compiler.release");
        assertThat(bases).hasSize(2).allSatisfy(base -> {
            assertThat(Shipped.namesARegistry(base)).as(base).isFalse();
            assertThat(base).contains(":" + java + "-");
        });
        assertThat(bases.getFirst()).contains("-jdk");
        assertThat(bases.getLast()).contains("-jre");
    }

    @Test
    void itIsNobodysRootAndItsDataIsItsOwn() {
        assertThat(image.one("USER").rest()).matches("[1-9]\\d{4}:[1-9]\\d{4}");
        String data = image.one("VOLUME").exec().getFirst();
        assertThat(image.all("RUN"))
                .anySatisfy(run -> assertThat(run.rest())
                        .contains("--uid " + Shipped.user() + " ", "--gid " + Shipped.user() + " ")
                        .contains("install -d -o weir -g weir " + data));
    }

    @Test
    void itBecomesTheLauncherWithoutAShellInBetween() {
        assertThat(image.one("ENTRYPOINT").exec()).containsExactly("/opt/weir/weir");
        assertThat(image.one("CMD").exec()).containsExactly("run", "-c", "/etc/weir/application.conf");
        assertThat(image.one("STOPSIGNAL").rest()).isEqualTo("SIGTERM");
        assertThat(image.one("ENV").rest()).isEqualTo("WEIR_NO_BUILD=1");
    }

    @Test
    void itOpensThePortsThatAreTheDefaults() {
        assertThat(image.one("EXPOSE").rest().split(" "))
                .contains(port("admin.bind"), port("cluster.bind"))
                .hasSize(3);
        assertThat(String.join(" ", image.health()))
                .contains("${WEIR_ADMIN_PORT:-" + port("admin.bind") + "}", "GET /alive ");
    }

    /** The context holds what is copied, and what the launcher and the start-up cache need is copied. */
    @Test
    void whatIsCopiedIsThere() {
        List<String> context = Tree.text(Path.of(".dockerignore"))
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = whole.all("COPY").stream()
                .map(Instruction::rest)
                .filter(rest -> !rest.startsWith("--from"))
                .flatMap(rest -> Arrays.stream(rest.split(" ")).limit(rest.split(" ").length - 1))
                .toList();
        assertThat(copied).allSatisfy(path -> {
            assertThat(Path.of(path)).exists();
            assertThat(context).anyMatch(allowed -> path.equals(allowed) || path.startsWith(allowed + "/"));
        });
        assertThat(context)
                .allSatisfy(path -> assertThat(Files.exists(Path.of(path))).isTrue());
        assertThat(image.all("COPY"))
                .extracting(Instruction::rest)
                .contains(
                        "weir ./",
                        ".mvn/jdk.sh .mvn/aot.sh .mvn/",
                        "--from=build /src/target/weir.jar target/",
                        "--from=build /src/target/lib target/lib/");
    }

    @Test
    void theReaderSeesInstructionsAsTheyAre() {
        Dockerfile file = Dockerfile.parse(
                "# x\nFROM a AS b\n\nRUN one \\\n  # said in between\n  && two\nFROM c\nCMD [\"x y\"]\n");
        assertThat(file.instructions())
                .containsExactly(
                        new Instruction("FROM", "a AS b"),
                        new Instruction("RUN", "one   && two"),
                        new Instruction("FROM", "c"),
                        new Instruction("CMD", "[\"x y\"]"));
        assertThat(file.lastStage().one("CMD").exec()).containsExactly("x y");
        assertThatThrownBy(() -> file.one("RUN").exec()).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> file.one("FROM")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aRegistryIsSeen() {
        assertThat(List.of("weir", "nginx:stable-alpine", "library/nginx:1")).noneMatch(Shipped::namesARegistry);
        assertThat(List.of("registry.example.org/weir", "localhost/weir:1", "host:5000/weir"))
                .allMatch(Shipped::namesARegistry);
    }

    private String port(String key) {
        String address = reference.getString(key);
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static String property(String pom, String name) {
        Matcher value = Pattern.compile("<" + name + ">([^<]+)</").matcher(pom);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1);
    }
}
