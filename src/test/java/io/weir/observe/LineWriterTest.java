package io.weir.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineWriterTest {
    private static final Duration LONG = Patience.seconds(10);

    @TempDir
    private Path folder;

    private final AtomicLong lost = new AtomicLong();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private LineWriter<String> writer;

    @AfterEach
    void close() {
        if (writer != null) {
            writer.close(LONG);
        }
    }

    private LineWriter<String> start(LogFile file, int capacity) {
        writer = new LineWriter<>(
                "test-log", capacity, (line, out) -> out.text(line), file, lost::addAndGet, complaints::add);
        return writer;
    }

    @Test
    void linesComeInOrderAndAreThereAfterTheClose() throws Exception {
        Path file = folder.resolve("log");
        start(LogFile.at(file), 100_000);
        for (int i = 0; i < 50_000; i++) {
            writer.add("line " + i);
        }
        assertThat(writer.close(LONG)).isTrue();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(50_000);
        assertThat(lines.get(0)).isEqualTo("line 0");
        assertThat(lines.get(49_999)).isEqualTo("line 49999");
        assertThat(lost).hasValue(0);
    }

    @Test
    void flushWaitsForTheLastLineAlsoAfterASleep() throws Exception {
        Path file = folder.resolve("log");
        start(LogFile.at(file), 10);
        for (int i = 1; i <= 5; i++) {
            writer.add("line");
            assertThat(writer.flush(LONG)).isTrue();
            assertThat(Files.readAllLines(file)).hasSize(i);
        }
    }

    @Test
    void aWriterNobodyWakesWritesSoonAllTheSame() {
        Path file = folder.resolve("log");
        start(LogFile.at(file), 10);
        for (int i = 1; i <= 3; i++) {
            int expected = i;
            writer.add("line");
            Patience.until("line " + i)
                    .until(() -> Files.exists(file) && Files.readAllLines(file).size() == expected);
        }
    }

    @Test
    void whatDoesNotFitIsCountedAndNobodyWaits() throws Exception {
        Pipe pipe = Pipe.open();
        start(LogFile.channel(pipe.sink()), 100);
        String line = "x".repeat(1000);
        long before = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            writer.add(line);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG);
        assertThat(lost.get()).isPositive();
        assertThat(writer.close(Duration.ofMillis(50))).isFalse();
        long countedLost = lost.get();
        // The reader comes back: what was taken is written, whole lines only.
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (read.size() < (10_000 - countedLost) * 1001) {
            buffer.clear();
            int n = pipe.source().read(buffer);
            read.write(buffer.array(), 0, n);
        }
        // The last read may end within a line that is still being written.
        String whole = read.toString(UTF_8);
        assertThat(whole.substring(0, whole.lastIndexOf('\n')).lines()).allMatch(line::equals);
        assertThat(read.size() / 1001 + countedLost).isGreaterThanOrEqualTo(10_000);
        pipe.source().close();
    }

    @Test
    void aFullDiskIsCountedSaidAndOutlived() {
        start(LogFile.at(Path.of("/dev/full")), 100);
        writer.add("one");
        writer.add("two");
        assertThat(writer.flush(LONG)).isTrue();
        assertThat(lost).hasValue(2);
        assertThat(complaints).isNotEmpty().allMatch(c -> c.contains("/dev/full") && c.contains("No space"));
        writer.add("three");
        assertThat(writer.flush(LONG)).isTrue();
        assertThat(lost).hasValue(3);
    }

    @Test
    void aFileThatCannotBeOpenedIsTriedAgain() throws Exception {
        Path file = folder.resolve("later/log");
        start(LogFile.at(file), 100);
        writer.add("lost");
        assertThat(writer.flush(LONG)).isTrue();
        assertThat(lost).hasValue(1);
        assertThat(complaints).isNotEmpty().allMatch(c -> c.contains("NoSuchFile"));
        Files.createDirectory(file.getParent());
        writer.add("kept");
        assertThat(writer.flush(LONG)).isTrue();
        assertThat(Files.readAllLines(file)).containsExactly("kept");
    }

    @Test
    void afterATornLineTheNextOneBeginsAfresh() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        AtomicInteger room = new AtomicInteger(7);
        WritableByteChannel disk = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                int n = Math.min(room.get(), from.remaining());
                if (n == 0) {
                    throw new IOException("No space left on device");
                }
                for (int i = 0; i < n; i++) {
                    written.write(from.get());
                }
                room.addAndGet(-n);
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        start(LogFile.channel(disk), 100);
        writer.add("abcdefghij");
        assertThat(writer.flush(LONG)).isTrue();
        assertThat(written.toString(UTF_8)).isEqualTo("abcdefg");
        assertThat(lost).hasValue(1);
        room.set(100);
        writer.add("next");
        assertThat(writer.flush(LONG)).isTrue();
        assertThat(written.toString(UTF_8)).isEqualTo("abcdefg\nnext\n");
        assertThat(lost).hasValue(1);
    }

    @Test
    void aMovedFileIsLeftOnReopen() throws Exception {
        Path file = folder.resolve("log");
        Path old = folder.resolve("log.1");
        start(LogFile.at(file), 100);
        writer.add("before");
        assertThat(writer.flush(LONG)).isTrue();
        Files.move(file, old);
        writer.add("still the old one");
        assertThat(writer.flush(LONG)).isTrue();
        writer.reopen();
        writer.add("after");
        assertThat(writer.close(LONG)).isTrue();
        assertThat(Files.readAllLines(old)).startsWith("before", "still the old one");
        assertThat(Files.readAllLines(file)).endsWith("after");
        assertThat(Files.readAllLines(old).size() + Files.readAllLines(file).size())
                .isEqualTo(3);
    }

    @Test
    void aThingThatCannotBeShownCostsItsLineOnly() throws Exception {
        Path file = folder.resolve("log");
        writer = new LineWriter<>(
                "test-log",
                100,
                (line, out) -> {
                    out.text("half ");
                    if (line.equals("bad")) {
                        throw new StackOverflowError("on purpose");
                    }
                    out.text(line);
                },
                LogFile.at(file),
                lost::addAndGet,
                complaints::add);
        writer.add("a");
        writer.add("bad");
        writer.add("b");
        assertThat(writer.close(LONG)).isTrue();
        assertThat(Files.readAllLines(file)).containsExactly("half a", "half b");
        assertThat(lost).hasValue(1);
        assertThat(complaints).hasSize(1);
    }

    @Test
    void whatComesAfterTheCloseIsCounted() {
        start(LogFile.at(folder.resolve("log")), 100);
        assertThat(writer.close(LONG)).isTrue();
        writer.add("late");
        assertThat(lost).hasValue(1);
    }
}
