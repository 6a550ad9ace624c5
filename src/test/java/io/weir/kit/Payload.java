package io.weir.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Bytes that follow from a key and their position (a splitmix64 finaliser over the word's index), so that sender and
 * receiver agree on any amount of them without keeping it, and a lost, doubled or swapped byte shows at its offset.
 * Immutable; any thread.
 *
 * @param key which bytes
 * @param length how many
 */
public record Payload(long key, long length) {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_CHUNK = 96 * 1024;

    /**
     * A stretch of the content.
     *
     * @param from offset of the first byte
     * @param count how many
     * @return a new array
     */
    public byte[] slice(long from, int count) {
        int lead = (int) (from & 7);
        byte[] words = new byte[(lead + count + 7) / 8 * 8];
        long index = from >>> 3;
        for (int i = 0; i < words.length; i += 8) {
            WORD.set(words, i, mix(key + index++));
        }
        return lead == 0 && words.length == count ? words : Arrays.copyOfRange(words, lead, lead + count);
    }

    /** @return all of it; only for lengths an array can have */
    public byte[] bytes() {
        return slice(0, Math.toIntExact(length));
    }

    /**
     * Writes all of it in chunks of random sizes, small ones as likely as large ones.
     *
     * @param to where
     * @param chunks draws the sizes
     * @throws IOException as the stream says
     */
    public void writeTo(OutputStream to, RandomGenerator chunks) throws IOException {
        long at = 0;
        while (at < length) {
            int count = (int) Math.min(length - at, chunk(chunks));
            to.write(slice(at, count));
            at += count;
        }
    }

    /**
     * Reads exactly this content in chunks of random sizes.
     *
     * @param from where
     * @param chunks draws the sizes
     * @throws IOException as the stream says; {@link EOFException} with the offset when it ends early
     * @throws AssertionError at the first wrong byte, with its offset
     */
    public void readFrom(InputStream from, RandomGenerator chunks) throws IOException {
        long at = 0;
        byte[] buffer = new byte[LARGEST_CHUNK];
        while (at < length) {
            int count = from.read(buffer, 0, (int) Math.min(length - at, chunk(chunks)));
            if (count < 0) {
                throw new EOFException("ended after " + at + " of " + length + " bytes");
            }
            check(at, buffer, count);
            at += count;
        }
    }

    /**
     * Compares a received stretch.
     *
     * @param at its offset
     * @param received holds it from index 0
     * @param count its length
     * @throws AssertionError at the first wrong byte, with its offset
     */
    public void check(long at, byte[] received, int count) {
        byte[] wanted = slice(at, count);
        int wrong = Arrays.mismatch(wanted, 0, count, received, 0, count);
        if (wrong >= 0) {
            throw new AssertionError("byte " + (at + wrong) + " of " + length + " is " + received[wrong] + ", not "
                    + wanted[wrong] + " (key " + key + ")");
        }
    }

    private static int chunk(RandomGenerator chunks) {
        int bits = chunks.nextInt(1, 18);
        return Math.min(LARGEST_CHUNK, chunks.nextInt(1, 1 << bits));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return b ^ (b >>> 31);
    }
}
