package io.weir.balance;

import java.nio.charset.StandardCharsets;

/**
 * The hash that sends a client to the same backend on every node and in every version: XXH64 with seed 0. Pure.
 */
public final class StableHash {
    private static final int MAPPED_PREFIX = 12;

    private StableHash() {}

    /**
     * Of a client's address: 4 or 16 bytes in network order. {@code ::ffff:a.b.c.d} hashes as {@code a.b.c.d},
     * everything else as its bytes.
     */
    public static long of(byte[] addressBytes) {
        return mapped(addressBytes)
                ? Xxh64.hash(addressBytes, MAPPED_PREFIX, 4, 0)
                : Xxh64.hash(addressBytes, 0, addressBytes.length, 0);
    }

    /** Of a text's UTF-8. */
    public static long of(String text, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Xxh64.hash(bytes, 0, bytes.length, seed);
    }

    private static boolean mapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
