package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    private Path top;

    @Test
    void aFolderGoesWithAllInIt() throws IOException {
        Path folder = Files.createDirectories(top.resolve("a/b"));
        Files.writeString(folder.resolve("file"), "x");
        Scratch.remove(top.resolve("a"));
        assertThat(top).isEmptyDirectory();
        Scratch.remove(top.resolve("a"));
    }

    /** A node that is ending still writes while its folder goes. */
    @Test
    void whatIsWrittenMeanwhileGoesToo() throws Exception {
        Path folder = Files.createDirectories(top.resolve("busy"));
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                try {
                    Files.writeString(folder.resolve("file" + i), "x");
                } catch (IOException gone) {
                    return;
                }
            }
        });
        Scratch.remove(folder);
        writer.join();
        Scratch.remove(folder);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderWithSomethingInItStays() throws IOException {
        Path folder = Files.createDirectories(top.resolve("a/b"));
        Scratch.removeIfEmpty(top.resolve("a"));
        assertThat(folder).exists();
        Scratch.removeIfEmpty(folder);
        assertThat(folder).doesNotExist();
    }

    /** What is there is removed in the end, so nobody's own folder may be taken for a demo's. */
    @Test
    void onlyADemosFolderIsADemos() {
        assertThat(Scratch.folderOf(Path.of("/tmp/weir-demo-1/demo-2/application.conf")))
                .isEqualTo(Path.of("/tmp/weir-demo-1/demo-2"));
        for (String other :
                new String[] {"application.conf", "/etc/weir/application.conf", "/weir-demo-1/a.conf", "/"}) {
            assertThatThrownBy(() -> Scratch.folderOf(Path.of(other))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
