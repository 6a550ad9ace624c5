package io.weir.registry.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PackedTest {
    private static Packed pack(long... numbers) {
        Packed.Writer writer = new Packed.Writer();
        LongStream.of(numbers).forEach(writer::add);
        return writer.done();
    }

    private static long[] unpack(Packed packed) {
        Packed.Cursor cursor = packed.read();
        return LongStream.generate(cursor::next).limit(packed.count()).toArray();
    }

    @Test
    void eachNumberComesBack() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            long[] numbers = random.longs(random.nextInt(50))
                    .map(n -> n >> random.nextInt(64))
                    .toArray();
            Packed packed = pack(numbers);
            assertThat(unpack(packed)).as("seed %d", seed).isEqualTo(numbers);
            assertThat(Packed.of(packed.bytes())).isEqualTo(packed).hasSameHashCodeAs(packed);
        }
        assertThat(unpack(pack(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1)))
                .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1);
    }

    @Test
    void theBytesArePartOfTheProtocol() {
        assertThat(pack(0, -1, 1, 63, -64, 64, 300).bytes()).containsExactly(0, 1, 2, 126, 127, 0x80, 0x01, 0xD8, 0x04);
        assertThat(pack()).isEqualTo(Packed.NONE);
    }

    @Test
    void anIntIsAsNearAsItComes() {
        Packed.Cursor cursor = pack(Long.MAX_VALUE, Long.MIN_VALUE, -5).read();
        assertThat(cursor.nextInt()).isEqualTo(Integer.MAX_VALUE);
        assertThat(cursor.nextInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(cursor.nextInt()).isEqualTo(-5);
        assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatNobodyPacksIsRefused() {
        assertThatThrownBy(() -> Packed.of(new byte[] {(byte) 0x80})).isInstanceOf(IllegalArgumentException.class);
        byte[] tooLong = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        assertThatThrownBy(() -> Packed.of(tooLong)).isInstanceOf(IllegalArgumentException.class);
    }
}
