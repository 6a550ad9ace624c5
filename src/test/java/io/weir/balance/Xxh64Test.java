package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the vectors published with xxHash (xxhsum's self-check) and in the documentation of its bindings. */
class Xxh64Test {
    private static final long PRIME32 = 2_654_435_761L;
    private static final long PRIME64 = Long.parseUnsignedLong("11400714785074694797");

    @ParameterizedTest
    @CsvSource({
        "0, 0, EF46DB3751D8E999",
        "0, 2654435761, AC75FDA2929B17EF",
        "1, 0, E934A84ADB052768",
        "1, 2654435761, 5014607643A9B4C3",
        "4, 0, 9136A0DCA57457EE",
        "14, 0, 8282DCC4994E35C8",
        "14, 2654435761, C3BD6BF63DEB6DF0",
        "222, 0, B641AE8CB691C174",
        "222, 2654435761, 20CB8AB7AE10C14A",
    })
    void the_self_checks_buffer(int length, long seed, String expected) {
        assertThat(Long.toHexString(Xxh64.hash(buffer(), 0, length, seed))).isEqualToIgnoringCase(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a, D24EC4F1A98C6E5B",
        "abc, 44BC2CF5AD770999",
        "Nobody inspects the spammish repetition, FBCEA83C8A378BF1",
        "The quick brown fox jumps over the lazy dog, 0B242D361FDA71BC",
        "0123456789abcdef0123456789abcdef, 642A94958E71E6C5",
    })
    void texts(String text, String expected) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Xxh64.hash(bytes, 0, bytes.length, 0)).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @Test
    void a_part_of_an_array_hashes_like_the_part_alone() {
        byte[] buffer = buffer();
        byte[] part = java.util.Arrays.copyOfRange(buffer, 7, 7 + 100);
        assertThat(Xxh64.hash(buffer, 7, 100, 3)).isEqualTo(Xxh64.hash(part, 0, 100, 3));
    }

    /** The top bytes of a sequence of products, as the self-check makes them. */
    private static byte[] buffer() {
        byte[] bytes = new byte[222];
        long generator = PRIME32;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (generator >>> 56);
            generator *= PRIME64;
        }
        return bytes;
    }
}
