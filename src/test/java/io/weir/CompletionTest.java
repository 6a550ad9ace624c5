package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script in a real bash. */
class CompletionTest {
    @TempDir
    private Path directory;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(completed("weir sta")).containsExactly("status");
        assertThat(completed("weir ")).contains("backend", "demo", "events").doesNotContain("balance");
        assertThat(completed("weir backend dr")).containsExactly("drain");
        assertThat(completed("weir backend drain --de")).containsExactly("--deadline");
        assertThat(completed("weir backend set web b2 --health ")).contains("up", "down", "auto");
        assertThat(completed("weir completion ")).contains("bash", "zsh");
    }

    @Test
    void everyShellGetsAScript() {
        assertThat(ClientRun.of("", "completion", "zsh").out()).contains("bashcompinit");
        assertThat(ClientRun.of("", "completion", "fish").code()).isEqualTo(2);
    }

    private List<String> completed(String line) throws IOException, InterruptedException {
        Path script = Files.writeString(
                directory.resolve("weir.bash"),
                ClientRun.of("", "completion", "bash").out());
        String ask = """
                set -e
                source %s
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
                """.formatted(script, line);
        return Program.BASH
                .run(Duration.ofSeconds(20), "--norc", "-c", ask)
                .output()
                .lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
