package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The values are fixed for ever: another one would send every client to another backend after an upgrade. */
class StableHashTest {
    @Test
    void an_ipv4_address_hashes_as_its_four_bytes() throws Exception {
        byte[] address = InetAddress.getByName("192.0.2.1").getAddress();
        assertThat(StableHash.of(address)).isEqualTo(Xxh64.hash(address, 0, 4, 0));
    }

    @Test
    void a_mapped_address_hashes_as_the_ipv4_address_in_it() {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        byte[] plain = {(byte) 192, 0, 2, 1};
        System.arraycopy(plain, 0, mapped, 12, 4);
        assertThat(StableHash.of(mapped)).isEqualTo(StableHash.of(plain));
        for (int i = 0; i < 12; i++) {
            byte[] other = mapped.clone();
            other[i] ^= 1;
            assertThat(StableHash.of(other)).as("byte %d", i).isNotEqualTo(StableHash.of(plain));
        }
    }

    @Test
    void neighbouring_addresses_fall_into_all_parts_alike() {
        int[] parts = new int[16];
        for (int i = 0; i < 65_536; i++) {
            byte[] address = {10, 0, (byte) (i >>> 8), (byte) i};
            parts[(int) (StableHash.of(address) >>> 60)]++;
        }
        assertThat(Arrays.stream(parts).min().orElseThrow()).isGreaterThan(3_800);
        assertThat(Arrays.stream(parts).max().orElseThrow()).isLessThan(4_400);
    }

    @Test
    void a_text_hashes_by_its_seed() {
        assertThat(StableHash.of("a", 0)).isEqualTo(Long.parseUnsignedLong("D24EC4F1A98C6E5B", 16));
        assertThat(StableHash.of("a", 1)).isNotEqualTo(StableHash.of("a", 0));
    }
}
