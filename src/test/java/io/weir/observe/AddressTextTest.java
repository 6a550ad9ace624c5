package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.255, 192.0.2.255:80",
        "0.0.0.0, 0.0.0.0:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "2001:db8::1, [2001:db8::1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "fe80::, [fe80::]:80",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80",
        "::ffff:192.0.2.7, 192.0.2.7:80",
        "::fffe:c000:207, [::fffe:c000:207]:80",
    })
    void addressesAreShownInTheirShortestForm(String address, String shown) throws Exception {
        assertThat(text(InetAddress.ofLiteral(address), 80)).isEqualTo(shown);
    }

    @Test
    void aMappedAddressThatStayedSixteenBytesIsShownAsIpv4() throws Exception {
        byte[] bytes = new byte[16];
        bytes[10] = bytes[11] = -1;
        bytes[12] = 10;
        bytes[15] = 9;
        assertThat(text(Inet6Address.getByAddress(null, bytes, -1), 65535)).isEqualTo("10.0.0.9:65535");
    }

    @Test
    void aLinkLocalAddressKeepsItsScope() throws Exception {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) 0xfe;
        bytes[1] = (byte) 0x80;
        bytes[15] = 1;
        assertThat(text(Inet6Address.getByAddress(null, bytes, 3), 1)).isEqualTo("[fe80::1%3]:1");
    }

    @Test
    void aSocketsAddressIsShownAlike() {
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("0:0:0:0:0:0:0:0"), 8080)))
                .isEqualTo("[::]:8080");
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7626)))
                .isEqualTo("127.0.0.1:7626");
    }

    private static String text(InetAddress address, int port) {
        return new String(AddressText.append(address, port, new Utf8()).copy(), StandardCharsets.US_ASCII);
    }
}
