package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code .ci/skipped} reads out of reports: a skip that it does not see, or that it names otherwise, is none. */
class SkippedTest {
    @TempDir
    Path reports;

    @Test
    void aSkippedTestGoesByItsNameWhateverParametersAdd() throws Exception {
        report("io.weir.it.PlainIT", """
                <testcase name="runs" classname="io.weir.it.PlainIT" time="0.1"/>
                <testcase name="is(Path)" classname="io.weir.it.PlainIT" time="0.1">
                  <skipped message="no root"/>
                </testcase>
                <testcase name="runsToo" classname="io.weir.it.PlainIT" time="0.1">
                </testcase>
                """);
        report("io.weir.it.BothIT", """
                <testcase name="of(Path)[1]" classname="io.weir.it.BothIT[1]" time="0.1">
                  <skipped type="org.opentest4j.TestAbortedException"><![CDATA[x]]></skipped>
                </testcase>
                <testcase name="of(Path)[2]" classname="io.weir.it.BothIT[2]" time="0.1">
                  <skipped/>
                </testcase>
                <testcase name="{0}[1]" classname="io.weir.it.BothIT$Inner[2]" time="0.1"/>
                """);
        Process run = new ProcessBuilder(Path.of(".ci/skipped").toAbsolutePath().toString(), reports.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).isZero();
        assertThat(output.lines()).containsExactly("io.weir.it.BothIT#of", "io.weir.it.PlainIT#is");
    }

    private void report(String name, String tests) throws Exception {
        Files.writeString(
                reports.resolve("TEST-" + name + ".xml"),
                "<testsuite name=\"%s\" skipped=\"1\">%n%s</testsuite>%n".formatted(name, tests));
    }
}
