package io.weir.probe;

import io.weir.model.CheckKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads until what a send-expect check waits for was seen. */
final class Expectation {
    private static final int FIRST_BUFFER = 1024;

    private Expectation() {}

    /** Returns what was seen, or ends by an exception; looks again after each read, so a banner may come in parts. */
    static String read(InputStream in, CheckKind.SendExpect script, Deadline deadline) throws IOException {
        Pattern pattern = script.expect();
        if (pattern == null) {
            return "sent";
        }
        byte[] buffer = new byte[Math.min(FIRST_BUFFER, script.maxBytes())];
        int length = 0;
        while (length < script.maxBytes()) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(script.maxBytes(), buffer.length * 2L));
            }
            int n = in.read(buffer, length, buffer.length - length);
            String seen = new String(buffer, 0, length + Math.max(n, 0), StandardCharsets.ISO_8859_1);
            if (n < 0) {
                throw unexpected("ended after " + length + " bytes without /" + pattern + "/", seen);
            }
            length += n;
            if (found(pattern, seen, deadline)) {
                return "found /" + pattern + "/ in " + length + " bytes";
            }
        }
        String seen = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        throw unexpected("no /" + pattern + "/ in the first " + length + " bytes", seen);
    }

    private static IOException unexpected(String what, String seen) {
        return new SocketCheck.Unexpected(CheckCode.L7RSP, seen.isEmpty() ? what : what + ": " + Excerpt.of(seen));
    }

    private static boolean found(Pattern pattern, String seen, Deadline deadline) throws IOException {
        Matcher matcher = pattern.matcher(new Impatient(seen, new Patience(deadline)));
        try {
            return matcher.find();
        } catch (TooLong late) {
            throw new Deadline.Passed();
        } catch (StackOverflowError deep) {
            throw new SocketCheck.Unexpected(CheckCode.L7RSP, "/" + pattern + "/ is too deep for what was received");
        }
    }

    /**
     * Text that gives up at the deadline: some expressions take exponential time on bytes that a backend may choose, and a
     * matcher cannot be interrupted.
     */
    private record Impatient(String text, Patience patience) implements CharSequence {
        @Override
        public char charAt(int index) {
            patience.wear();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Impatient(text.substring(start, end), patience);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class Patience {
        private static final int LOOK_EVERY = 4096;
        private final Deadline deadline;
        private int reads;

        Patience(Deadline deadline) {
            this.deadline = deadline;
        }

        // Virtual threads share few carriers and are never taken off one by force: this one makes room by itself.
        @SuppressWarnings("ThreadPriorityCheck")
        void wear() {
            if (++reads % LOOK_EVERY == 0) {
                Thread.yield();
                if (deadline.isPassed()) {
                    throw new TooLong();
                }
            }
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
