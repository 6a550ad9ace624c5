package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.1, 127.0.0.1, false",
        "0.0.0.0, 127.0.0.1, true",
        "0.0.0.0, 127.9.9.9, true",
        "0.0.0.0, localhost, true",
        "127.0.0.1, localhost, true",
        "::1, localhost, true",
        "10.0.0.1, localhost, false",
        "0.0.0.0, 0.0.0.0, true",
        "0.0.0.0, ::1, false",
        "0.0.0.0, 10.0.0.1, false",
        "::, ::1, true",
        "::, 127.0.0.1, false",
        "*, ::1, true",
        "*, 127.0.0.1, true",
        "*, backend.example, false",
    })
    void whoDialsItselfComesIn(String bind, String address, boolean comesIn) {
        Door door = new Door("web", List.of(new HostPort("10.9.9.9", 1), new HostPort(bind, 8080)), "web");
        assertThat(door.opensAt(new HostPort(address, 8080))).isEqualTo(comesIn);
        assertThat(door.opensAt(new HostPort(address, 8081))).isFalse();
    }
}
