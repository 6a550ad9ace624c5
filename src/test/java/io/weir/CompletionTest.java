package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script in a real bash and a real zsh, which offer the same. */
class CompletionTest {
    /** A line, and the only words that may follow; those of a longer list are among what is offered. */
    private static final Map<String, List<String>> OFFERED = Map.of(
            "weir sta", List.of("status"),
            "weir backend dr", List.of("drain"),
            "weir backend drain --de", List.of("--deadline"),
            "weir backend drain web b2 --w", List.of("--wait"),
            "weir listener ", List.of("pause", "resume", "set"),
            "weir backend set web b2 --health ", List.of("auto", "down", "up"),
            "weir completion ", List.of("bash", "zsh"));

    @TempDir
    private Path directory;

    @Test
    void bashOffersCommandsAndOptions() throws Exception {
        for (Map.Entry<String, List<String>> each : OFFERED.entrySet()) {
            assertThat(inBash(each.getKey())).as(each.getKey()).containsExactlyInAnyOrderElementsOf(each.getValue());
        }
        assertThat(inBash("weir ")).contains("backend", "demo", "events").doesNotContain("balance");
    }

    @Test
    void zshOffersTheSameAndAliasesAreWhatTheyStandFor() throws Exception {
        List<String> lines = new ArrayList<>(OFFERED.keySet());
        lines.addAll(List.of("weir ", "w sta"));
        List<List<String>> offered = inZsh(lines);
        assertThat(offered.getFirst()).as("the shell's own option").containsExactly("off");
        for (int i = 0; i < OFFERED.size(); i++) {
            assertThat(offered.get(i + 1))
                    .as(lines.get(i))
                    .containsExactlyInAnyOrderElementsOf(OFFERED.getOrDefault(lines.get(i), List.of()));
        }
        assertThat(offered.get(lines.size() - 1)).containsExactlyInAnyOrderElementsOf(inBash("weir "));
        assertThat(offered.get(lines.size())).as("w is an alias").containsExactly("status");
    }

    /** What {@code -o default} adds where a word is no file's name; in a bash the script takes it back by itself. */
    @Test
    void zshOffersNoFilesForAPool() throws Exception {
        String script = Files.readString(script("zsh"));
        assertThat(script).containsPattern("ZSH_VERSION-}\" \\]; then complete -F _complete_weir weir ");
        assertThat(script.split("_complete_weir -o default", -1))
                .as("for bash alone")
                .hasSize(2);
    }

    @Test
    void everyShellGetsAScript() {
        assertThat(ClientRun.of("", "completion", "zsh").out()).contains("bashcompinit");
        assertThat(ClientRun.of("", "completion", "fish").code()).isEqualTo(2);
    }

    private Path script(String shell) throws IOException {
        return Files.writeString(
                directory.resolve("weir." + shell),
                ClientRun.of("", "completion", shell).out());
    }

    private List<List<String>> inZsh(List<String> lines) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "-f",
                Path.of("src/test/resources/completion/ask.zsh").toString(),
                script("zsh").toString()));
        words.addAll(lines);
        String said = Program.ZSH
                .run(Duration.ofSeconds(90), words.toArray(String[]::new))
                .good();
        return List.of(said.split("(?m)^=$")).stream()
                .map(part -> part.lines().filter(line -> !line.isBlank()).toList())
                .toList();
    }

    private List<String> inBash(String line) throws IOException, InterruptedException {
        String ask = """
                set -eu
                source %s
                set +u
                line='%s'
                read -ra COMP_WORDS <<<"$line"
                case $line in *' ') COMP_WORDS+=('') ;; esac
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE=$line
                COMP_POINT=${#line}
                set +e
                exec 2>/dev/null # compopt wants a shell that waits for keys
                _complete_weir weir "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script("bash"), line);
        return Program.BASH
                .run(Duration.ofSeconds(60), "--norc", "-c", ask)
                .output()
                .lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
