package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnCommandTest {
    private static final List<String> OPTIONS = List.of(
            "-XX:AOTCache=target/weir.aot",
            "-Xmx1g",
            "-agentlib:jdwp=transport=dt_socket,address=5005",
            "-XX:AOTCacheOutput=target/weir.aot.new");

    @Test
    void aJarIsStartedAsAJarWithTheOptionsThatTwoCanShare() {
        assertThat(OwnCommand.of("/jdk/bin/java", OPTIONS, "/opt/a b/weir.jar", "demo", "--node", "x y"))
                .containsExactly(
                        "/jdk/bin/java",
                        "-XX:AOTCache=target/weir.aot",
                        "-Xmx1g",
                        "-jar",
                        "/opt/a b/weir.jar",
                        "demo",
                        "--node",
                        "x y");
    }

    @Test
    void aClassPathIsStartedByTheMainClass() {
        assertThat(OwnCommand.of("java", List.of(), "classes:lib/a.jar", "run"))
                .containsExactly("java", "-cp", "classes:lib/a.jar", "io.weir.Main", "run");
    }

    @Test
    void itIsThisJava() {
        assertThat(Path.of(OwnCommand.with("check").getFirst())).isExecutable();
        assertThat(OwnCommand.with("check")).last().isEqualTo("check");
    }
}
