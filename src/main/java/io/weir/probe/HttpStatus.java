package io.weir.probe;

import io.weir.model.CheckKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The request of an HTTP check, and the one line of its answer that counts (RFC 9112, 4). */
final class HttpStatus {
    /** A status line longer than this is no status line. */
    static final int MAX_LINE = 4096;

    private static final Pattern LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])(?: .*)?");

    private HttpStatus() {}

    static byte[] request(CheckKind.Http http, String defaultHost) {
        String host = http.host() == null ? defaultHost : http.host();
        return ("GET " + http.path() + " HTTP/1.1\r\nHost: " + host
                        + "\r\nUser-Agent: Weir\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads up to the end of the status line; the rest of the answer is left unread. Returns what was seen. */
    static String read(InputStream in, CheckKind.Http http) throws IOException {
        byte[] buffer = new byte[MAX_LINE];
        int length = 0;
        int end = -1;
        while (end < 0) {
            int n = length == buffer.length ? -1 : in.read(buffer, length, buffer.length - length);
            if (n < 0) {
                throw invalid(buffer, length, length == buffer.length ? "no status line in " : "ended after ");
            }
            end = lineEnd(buffer, length, length + n);
            length += n;
        }
        String line = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            throw new SocketCheck.Unexpected(CheckCode.L7RSP, "not an HTTP status line: " + Excerpt.of(line));
        }
        int status = Integer.parseInt(match.group(1));
        if (http.status().stream().noneMatch(range -> range.includes(status))) {
            throw new SocketCheck.Unexpected(CheckCode.L7STS, "status " + status);
        }
        return "status " + status;
    }

    private static int lineEnd(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i > 0 && buffer[i - 1] == '\r' ? i - 1 : i;
            }
        }
        return -1;
    }

    private static IOException invalid(byte[] buffer, int length, String what) {
        String seen = length == 0 ? "" : ": " + Excerpt.of(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        return new SocketCheck.Unexpected(CheckCode.L7RSP, what + length + " bytes" + seen);
    }
}
