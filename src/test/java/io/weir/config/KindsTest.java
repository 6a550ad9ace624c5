package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigValueFactory;
import io.weir.model.HostPort;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are read and shown in a form that reads back as the same. */
class KindsTest {
    private static <T> T read(Kind<T> kind, Object value) throws Unfit {
        return kind.read(ConfigValueFactory.fromAnyRef(value));
    }

    @ParameterizedTest
    @CsvSource({
        "1500ms, 1500ms",
        "60s, 1m",
        "90 s, 90s",
        "3600s, 1h",
        "48h, 2d",
        "1.5h, 90m",
        "250us, 250us",
        "7 days, 7d"
    })
    void durations(String text, String shown) throws Unfit {
        Times times = Times.between("1ns", "365d");
        Duration time = read(times, text);
        assertThat(times.shown(time)).isEqualTo(shown);
        assertThat(read(times, shown)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"4096, 4 KiB", "32k, 32 KiB", "1kB, 1000 B", "1 MiB, 1 MiB", "1.5 MiB, 1536 KiB", "3, 3 B"})
    void sizes(String text, String shown) throws Unfit {
        Sizes sizes = Sizes.between("1 B", "1 TiB");
        Long size = read(sizes, text);
        assertThat(sizes.shown(size)).isEqualTo(shown);
        assertThat(read(sizes, shown)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"10%, 10%, 0.1", "12.5 %, 12.5%, 0.125", "100%, 100%, 1.0", "0.001%, 0.001%, 0.00001"})
    void shares(String text, String shown, double fraction) throws Unfit {
        Shares shares = new Shares(100);
        assertThat(read(shares, text)).isEqualTo(fraction);
        assertThat(shares.shown(fraction)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "7.0", " 7 ", "0.7e1"})
    void counts(String text) throws Unfit {
        assertThat(read(new Counts(1, 10), text)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "NaN",
                "Infinity",
                "0x10",
                "",
                "7;",
                "99999999999999999999999999999999999999"
            })
    void whatIsNoCount(String text) {
        assertThatThrownBy(() -> read(new Counts(1, 10), text)).isInstanceOf(Unfit.class);
    }

    @ParameterizedTest
    @CsvSource({
        "h:1, h, 1, h:1",
        "Web-1.Example.ORG.:80, web-1.example.org., 80, web-1.example.org.:80",
        "db_1:5432, db_1, 5432, db_1:5432",
        "127.0.0.1:65535, 127.0.0.1, 65535, 127.0.0.1:65535",
        "[::1]:80, ::1, 80, [::1]:80",
        "[0:0:0:0:0:0:0:0]:80, ::, 80, [::]:80",
        "[2001:DB8:0:0:1:0:0:1]:80, 2001:db8::1:0:0:1, 80, [2001:db8::1:0:0:1]:80",
        "[2001:db8:0:1:1:1:1:1]:80, 2001:db8:0:1:1:1:1:1, 80, [2001:db8:0:1:1:1:1:1]:80",
        "[fe80::]:80, fe80::, 80, [fe80::]:80",
        "[::ffff:10.0.0.1]:80, 10.0.0.1, 80, 10.0.0.1:80"
    })
    void addresses(String text, String host, int port, String shown) throws Unfit {
        Addresses addresses = new Addresses(false);
        assertThat(read(addresses, text)).isEqualTo(new HostPort(host, port));
        assertThat(addresses.shown(new HostPort(host, port))).isEqualTo(shown);
        assertThat(read(addresses, shown)).isEqualTo(new HostPort(host, port));
    }

    @Test
    void bindsTakeEveryAddressAndAnyPort() throws Unfit {
        assertThat(read(new Addresses(true), "*:0")).isEqualTo(new HostPort("*", 0));
        assertThatThrownBy(() -> read(new Addresses(false), "*:1")).isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> read(new Addresses(false), "h:0")).isInstanceOf(Unfit.class);
    }

    @Test
    void literalsAreNeverLookedUp() throws Unfit {
        assertThat(read(new Literals(), "[::1]")).isEqualTo(InetAddress.ofLiteral("::1"));
        assertThat(read(new Literals(), "::1")).isEqualTo(InetAddress.ofLiteral("::1"));
        assertThatThrownBy(() -> read(new Literals(), "localhost")).isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> read(new Literals(), "1.2.3")).isInstanceOf(Unfit.class);
    }

    @Test
    void hugeValuesAreOutOfRangeRatherThanWrapped() {
        assertThatThrownBy(() -> read(Times.between("1ms", "365d"), "99999999999999d"))
                .isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> read(Times.between("1ms", "365d"), "9".repeat(500) + "h"))
                .isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> read(Sizes.between("1 B", "1 TiB"), "99999999999 YiB"))
                .isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> read(Times.between("1ms", "365d"), true)).isInstanceOf(Unfit.class);
    }
}
