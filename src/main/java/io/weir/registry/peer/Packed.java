package io.weir.registry.peer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * Whole numbers in a row, in as few bytes as they need: seven bits a byte, the lowest first, a number's sign in its lowest
 * bit. From -64 to 63 that is one byte, and ten at most. Immutable; on the wire it is a string of bytes.
 */
public final class Packed {
    /** No number. */
    public static final Packed NONE = new Packed(new byte[0], 0);

    private static final int MOST_BYTES = 10;

    private final byte[] bytes;
    private final int count;

    private Packed(byte[] bytes, int count) {
        this.bytes = bytes;
        this.count = count;
    }

    /**
     * What was packed elsewhere.
     *
     * @throws IllegalArgumentException if nobody packs numbers so
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Packed of(byte[] bytes) {
        int numbers = 0;
        int length = 0;
        for (byte part : bytes) {
            length++;
            if (length > MOST_BYTES) {
                throw new IllegalArgumentException("a number of more than " + MOST_BYTES + " bytes");
            }
            if (part >= 0) {
                numbers++;
                length = 0;
            }
        }
        if (length != 0) {
            throw new IllegalArgumentException("the last number has no end");
        }
        return new Packed(bytes.clone(), numbers);
    }

    /** The numbers' bytes. */
    @JsonValue
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many numbers. */
    public int count() {
        return count;
    }

    /** Reads them from the first on. */
    public Cursor read() {
        return new Cursor();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packed that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return count + " numbers in " + bytes.length + " bytes";
    }

    /** Goes over the numbers once. One thread. */
    public final class Cursor {
        private int at;
        private int read;

        private Cursor() {}

        /** How many are left. */
        public int left() {
            return count - read;
        }

        /** The next one; {@link IllegalStateException} where there is none. */
        public long next() {
            if (left() == 0) {
                throw new IllegalStateException("no number is left of " + count);
            }
            read++;
            long bits = 0;
            int shift = 0;
            while (bytes[at] < 0) {
                bits |= (bytes[at++] & 0x7FL) << shift;
                shift += 7;
            }
            bits |= (long) bytes[at++] << shift;
            return (bits >>> 1) ^ -(bits & 1);
        }

        /** The next one, as near as an int comes to it. */
        public int nextInt() {
            return Math.clamp(next(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    /** Takes numbers down one after the other. One thread. */
    public static final class Writer {
        private byte[] bytes = new byte[64];
        private int length;
        private int count;

        /** One more. */
        public Writer add(long number) {
            if (length + MOST_BYTES > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            long bits = (number << 1) ^ (number >> 63);
            while ((bits & ~0x7FL) != 0) {
                bytes[length++] = (byte) (bits | 0x80);
                bits >>>= 7;
            }
            bytes[length++] = (byte) bits;
            count++;
            return this;
        }

        /** How many bytes they take so far. */
        public int size() {
            return length;
        }

        /** All so far. */
        public Packed done() {
            return length == 0 ? NONE : new Packed(Arrays.copyOf(bytes, length), count);
        }
    }
}
