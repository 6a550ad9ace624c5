package io.weir.kit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file that another process appends to, read once each. A file that is not there yet has no lines. Any
 * thread.
 */
public final class Tail {
    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private long position;

    /** @param file that grows */
    public Tail(Path file) {
        this.file = file;
    }

    /** @return all complete lines so far */
    public synchronized List<String> lines() {
        readOn();
        return List.copyOf(lines);
    }

    /** @return the lines that came after so many */
    public synchronized List<String> linesAfter(int skipped) {
        readOn();
        return List.copyOf(lines.subList(Math.min(skipped, lines.size()), lines.size()));
    }

    /** @return all that was written, for a failure message */
    public String text() {
        return String.join("\n", lines());
    }

    private void readOn() {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] more = new byte[Math.toIntExact(in.length() - position)];
            in.seek(position);
            in.readFully(more);
            int end = lastNewline(more) + 1;
            if (end > 0) {
                String[] complete = new String(more, 0, end, StandardCharsets.UTF_8).split("\n", -1);
                for (int i = 0; i < complete.length - 1; i++) {
                    lines.add(complete[i]);
                }
                position += end;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lastNewline(byte[] bytes) {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }
}
