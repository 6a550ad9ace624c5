package io.weir.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the product is shipped with is used by it: every library of the pom is imported somewhere or has a reason here. */
class DependenciesTest {
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    /** The package by which a library is known in the sources. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("pekko-actor-typed", "org.apache.pekko.actor."),
            Map.entry("pekko-stream", "org.apache.pekko.stream."),
            Map.entry("pekko-http", "org.apache.pekko.http."),
            Map.entry("config", "com.typesafe.config."),
            Map.entry("jackson-databind", "com.fasterxml.jackson."),
            Map.entry("logback-classic", "ch.qos.logback."),
            Map.entry("picocli", "picocli."),
            Map.entry("jline-terminal", "org.jline."),
            Map.entry("jspecify", "org.jspecify."));

    /** Libraries that no source imports, and why they are there. */
    private static final Map<String, String> REASONS = Map.of(
            "pekko-cluster-typed", "the control plane's actor system is configured with it",
            "pekko-cluster-sharding", "Pekko Management links to it, and the BOM governs only what is declared",
            "pekko-serialization-jackson", "named in the configuration of remote messages",
            "pekko-slf4j", "named in weir-data.conf",
            "pekko-http-spray-json", "Pekko Management asks for an older one",
            "pekko-http-jackson", "of one version with pekko-http",
            "pekko-management", "its routes on the admin port",
            "pekko-management-cluster-http", "its routes on the admin port",
            "jline-terminal-ffm", "how jline-terminal speaks to the system");

    @Test
    void everyLibraryIsImportedOrHasAReason() throws IOException {
        String imports = imports();
        List<String> idle = new ArrayList<>();
        for (String artifact : artifacts(Files.readString(Path.of("pom.xml")))) {
            String known = PACKAGES.get(artifact);
            boolean used = known != null && imports.contains("import " + known);
            if (!used && !REASONS.containsKey(artifact)) {
                idle.add(artifact);
            }
        }
        assertThat(idle).isEmpty();
    }

    @Test
    void anIdleLibraryIsSeen() {
        String pom = """
                <dependencies>
                  <dependency><groupId>g</groupId><artifactId>pekko-stream_${scala.binary}</artifactId></dependency>
                  <dependency><artifactId>idle</artifactId></dependency>
                  <dependency><artifactId>junit</artifactId><scope>test</scope></dependency>
                </dependencies>
                """;
        assertThat(artifacts("<dependencyManagement></dependencyManagement>" + pom))
                .containsExactly("idle", "pekko-stream");
        assertThat(PACKAGES).doesNotContainKey("idle");
    }

    /** Of those that are shipped: neither the tests' nor a profile's. */
    private static List<String> artifacts(String pom) {
        String shipped = pom.substring(pom.indexOf("</dependencyManagement>"));
        shipped = shipped.substring(0, shipped.indexOf("</dependencies>"));
        return DEPENDENCY
                .matcher(shipped)
                .results()
                .map((MatchResult each) -> each.group(1))
                .filter(each -> !each.contains("<scope>test</scope>"))
                .map(each -> ARTIFACT.matcher(each).results().findFirst().orElseThrow())
                .map(each -> each.group(1).replace("_${scala.binary}", ""))
                .sorted()
                .toList();
    }

    private static String imports() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path source : SourceRules.sourcesBelow(Path.of("src/main/java"))) {
            Files.readAllLines(source).stream()
                    .map(line -> line.replace("import static ", "import "))
                    .filter(line -> line.startsWith("import "))
                    .forEach(line -> all.append(line).append('\n'));
        }
        return all.toString();
    }
}
