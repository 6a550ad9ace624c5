package io.weir;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints, and the first error in writing it, which {@link System#out} keeps to itself: on a full disk a
 * command would seem to have done what it was asked for. For one thread.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException failure;

    StandardOutput(OutputStream to) {
        this.to = to;
    }

    /** This process's. */
    static StandardOutput here() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /** Prints to it; a line at once. */
    PrintWriter writer(Charset charset) {
        return new PrintWriter(new OutputStreamWriter(this, charset), true);
    }

    /** Why not all of it was written; null if it was, or if whoever read it wanted no more. */
    @Nullable
    String lost() {
        String why = failure == null ? null : String.valueOf(failure.getMessage());
        return why == null || why.contains("Broken pipe") ? null : why;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }
}
