package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class StandardOutputTest {
    private final StringWriter said = new StringWriter();

    private int run(OutputStream to, String... words) {
        return WeirCommand.run(new StandardOutput(to), new PrintWriter(said, true), Ansi.OFF, words);
    }

    @Test
    void onAFullDiskACommandFailsAndSaysWhy() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(run(full, "--help")).isEqualTo(ExitCode.SYSTEM);
        }
        assertThat(said).hasToString("weir: not all of the output could be written: No space left on device\n");
    }

    @Test
    void whatFailedAnywayKeepsItsCode() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(run(full, "no-such-command")).isEqualTo(ExitCode.USAGE);
        }
        assertThat(said.toString()).doesNotContain("written");
    }

    @Test
    void whoReadsNoMoreIsNoFailure() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(run(closed, "--help")).isZero();
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void whatIsPrintedArrives() throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        assertThat(run(out, "completion", "bash")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("complete -F _complete_weir");
        assertThat(said.toString()).isEmpty();
    }
}
