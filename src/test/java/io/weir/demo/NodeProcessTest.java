package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProcessTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void itsLinesStandBehindItsNameAndTheLastOneIsShownToo() throws Exception {
        NodeProcess node = shell("echo one; echo two >&2; printf last");
        assertThat(node.ended().get(30, TimeUnit.SECONDS)).isZero();
        node.showLastWords();
        assertThat(out.toString().lines()).containsExactly("n | one", "n | last");
        assertThat(err.toString().lines()).containsExactly("n | two");
    }

    @Test
    void itEndsWhenItsLeashIsLetGo() throws Exception {
        NodeProcess node = shell("cat; exit 7");
        assertThat(node.ended()).isNotDone();
        node.letGo();
        assertThat(node.ended().get(30, TimeUnit.SECONDS)).isEqualTo(7);
        node.letGo();
    }

    @Test
    void oneThatDoesNotListenIsKilled() throws Exception {
        NodeProcess node = shell("trap '' TERM; cat; while :; do sleep 1; done");
        node.letGo();
        node.kill();
        assertThat(node.ended().get(30, TimeUnit.SECONDS)).isEqualTo(128 + 9);
    }

    private NodeProcess shell(String script) throws IOException {
        return NodeProcess.start(
                "n",
                "n | ",
                List.of("/bin/sh", "-c", script),
                folder,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }
}
