package io.weir.observe;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A growing buffer of UTF-8 text that is written piece by piece and used again, so that lines cost no strings. Belongs
 * to one thread.
 */
public final class Utf8 {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private static final int PAGE = 4096;

    private byte[] bytes;
    private int length;

    /** For a line or a page. */
    public Utf8() {
        this(PAGE);
    }

    /** For a text of about so many bytes. */
    public Utf8(int about) {
        bytes = new byte[about];
    }

    /** Forgets what was written; a buffer that grew large is let go. */
    public Utf8 clear() {
        length = 0;
        if (bytes.length > 1 << 20) {
            bytes = new byte[PAGE];
        }
        return this;
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** Takes back everything after a length. */
    public void truncate(int to) {
        length = Math.min(length, to);
    }

    /** The bytes themselves, without a copy; valid until the next call of anything else. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** A copy of the bytes. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Adds one ASCII character. */
    public Utf8 ascii(char c) {
        room(1);
        bytes[length++] = (byte) c;
        return this;
    }

    /** Adds text that is known to be ASCII. */
    @SuppressWarnings("deprecation") // the one copy without a decoder; the caller vouches for ASCII
    public Utf8 ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    /** Adds text that is in UTF-8 already. */
    public Utf8 utf8(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** Adds a number in decimal. */
    public Utf8 number(long value) {
        if (value == Long.MIN_VALUE) {
            return ascii(Long.toString(value));
        }
        room(20);
        long rest = Math.abs(value);
        if (value < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long limit = 10; digits < 19 && rest >= limit; limit *= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Adds a number with leading zeros, 0 to what so many digits hold. */
    public Utf8 padded(int value, int digits) {
        room(digits);
        int rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Adds text as it is; half a surrogate pair becomes the replacement character. */
    public Utf8 text(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            i += character(text, i);
        }
        return this;
    }

    /** Adds text as a JSON string with its quotes: one line whatever the text holds. */
    public Utf8 json(CharSequence text) {
        ascii('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                ascii('\\').ascii(c);
            } else if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                escape(c);
            } else {
                i += character(text, i);
            }
        }
        return ascii('"');
    }

    /** Adds text in one line: what would break or forge one is written as an escape. */
    public Utf8 oneLine(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (breaks(c)) {
                escape(c);
            } else {
                i += character(text, i);
            }
        }
        return this;
    }

    /** Whether a character would end a line, or is a control character other than a tab. */
    private static boolean breaks(char c) {
        return (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private void escape(char c) {
        switch (c) {
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> {
                ascii("\\u");
                room(4);
                for (int shift = 12; shift >= 0; shift -= 4) {
                    bytes[length++] = HEX[c >> shift & 0xf];
                }
            }
        }
    }

    /** Adds the character at a place; returns how many further chars it took. */
    private int character(CharSequence text, int at) {
        char c = text.charAt(at);
        room(4);
        if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | c >> 6);
            bytes[length++] = tail(c);
        } else if (!Character.isSurrogate(c)) {
            three(c);
        } else if (Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            int point = Character.toCodePoint(c, text.charAt(at + 1));
            bytes[length++] = (byte) (0xf0 | point >> 18);
            bytes[length++] = tail(point >> 12);
            bytes[length++] = tail(point >> 6);
            bytes[length++] = tail(point);
            return 1;
        } else {
            three('\ufffd');
        }
        return 0;
    }

    private void three(char c) {
        bytes[length++] = (byte) (0xe0 | c >> 12);
        bytes[length++] = tail(c >> 6);
        bytes[length++] = tail(c);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
