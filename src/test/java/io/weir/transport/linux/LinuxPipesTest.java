package io.weir.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.kit.Patience;
import io.weir.kit.Program;
import io.weir.transport.socket.PipePool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A user over its pipe-page limit gets pipes of a page or two: they are given back, and bulk goes through buffers. */
class LinuxPipesTest {
    private static final int WISHED = 512 * 1024;
    private static final int GET_SIZE = 1032;
    private static final int ENFILE = 23;

    /** A system that gives pipes of the size it likes, or none. */
    private static final class Stingy extends Libc {
        private int size;
        private int descriptors;

        @Override
        int pipe(long ends, int flags) {
            if (size == 0) {
                return -ENFILE;
            }
            descriptors += 2;
            return super.pipe(ends, flags);
        }

        @Override
        int fcntl(int fd, int command, int argument) {
            return command == GET_SIZE ? size : -Errno.EPERM;
        }

        @Override
        int close(int fd) {
            descriptors--;
            return super.close(fd);
        }
    }

    private final Stingy system = new Stingy();
    private final LinuxPipes pipes = new LinuxPipes(system);

    @Test
    void halfOfWhatWasWishedIsWorthHaving() {
        for (int size : new int[] {WISHED, WISHED / 2}) {
            system.size = size;
            int[] pipe = pipes.open(WISHED);
            assertThat(pipe).hasSize(3);
            assertThat(pipe[2]).isEqualTo(size);
            assertThat(system.descriptors).isEqualTo(2);
            pipes.close(pipe[0], pipe[1]);
            assertThat(system.descriptors).isZero();
        }
    }

    @Test
    void lessIsGivenBackAtOnceAndThePoolHasNone() {
        for (int size : new int[] {WISHED / 2 - 1, 64 * 1024, 4096}) {
            system.size = size;
            assertThat(pipes.open(WISHED)).isNull();
            assertThat(new PipePool(pipes, WISHED, 4).take()).isNull();
            assertThat(system.descriptors).isZero();
        }
    }

    @Test
    void noneIsNoneAndNothingIsClosed() {
        assertThat(pipes.open(WISHED)).isNull();
        assertThat(system.descriptors).isZero();
    }

    @Test
    void ofThisSystemAreAsLargeAsAskedFor() {
        LinuxPipes real = new LinuxPipes(new Libc());
        int[] pipe = real.open(64 * 1024);
        assertThat(pipe).isNotNull();
        assertThat(pipe[2]).isGreaterThanOrEqualTo(64 * 1024);
        real.close(pipe[0], pipe[1]);
    }

    /** The real thing: in a user namespace nobody has privileges outside, not even root. */
    @Test
    void ofAUserOverItsLimitAreNone() throws Exception {
        Program unshare = new Program("unshare", "util-linux");
        assumeTrue(unshare.run(Patience.seconds(10), "--map-root-user", "true").exit() == 0, "no user namespaces here");
        long pages = Long.parseLong(
                Files.readString(Path.of("/proc/sys/fs/pipe-user-pages-soft")).trim());
        assumeTrue(pages > 0 && pages * 4096 < (long) Taker.MOST * WISHED, "no such limit, or a large one");
        String count = unshare.run(
                        Patience.seconds(20),
                        "--map-root-user",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName())
                .good();
        assertThat(Integer.parseInt(count.trim())).isBetween(1, Taker.MOST - 1);
    }

    /** A process that takes pipes while they are worth having, and tells how many there were. */
    static final class Taker {
        static final int MOST = 200;

        private Taker() {}

        public static void main(String[] arguments) {
            LinuxPipes pipes = new LinuxPipes(new Libc());
            int count = 0;
            while (count < MOST && pipes.open(WISHED) != null) {
                count++;
            }
            System.out.println(count);
        }
    }
}
