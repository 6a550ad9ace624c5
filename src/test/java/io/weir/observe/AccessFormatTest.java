package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.model.CloseReason;
import io.weir.model.LogFormat;
import io.weir.model.NodeRun;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessFormatTest {
    private static final List<String> FIELDS = List.of(
            "time",
            "node",
            "listener",
            "client",
            "pool",
            "backend",
            "id",
            "attempts",
            "queueMillis",
            "connectMillis",
            "firstByteMillis",
            "durationMillis",
            "bytesIn",
            "bytesOut",
            "sni",
            "reason");

    static AccessRecord joined() throws Exception {
        return new AccessRecord(
                1_795_349_696_789L,
                "web",
                InetAddress.ofLiteral("192.0.2.1"),
                40_000,
                "pool",
                "b1",
                Long.MAX_VALUE,
                2,
                0,
                1_999_999,
                12_000_000,
                3_600_000_000_000L,
                1234,
                5_000_000_000L,
                "shop.example",
                CloseReason.CLIENT_CLOSED);
    }

    static AccessRecord refused(CloseReason reason) throws Exception {
        return new AccessRecord(
                0, "web", InetAddress.ofLiteral("::1"), 1, "pool", null, 7, 0, 0, -1, -1, 5, 0, 0, null, reason);
    }

    @Test
    void jsonHoldsTheContractsFieldsInItsOrder() throws Exception {
        JsonNode line = new ObjectMapper().readTree(line(LogFormat.JSON, joined()));
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(FIELDS);
        assertThat(line(LogFormat.JSON, joined()))
                .isEqualTo("{\"time\":\"2026-11-22T12:14:56.789Z\",\"node\":\"n-1\",\"listener\":\"web\","
                        + "\"client\":\"192.0.2.1:40000\",\"pool\":\"pool\",\"backend\":\"b1\","
                        + "\"id\":\"n-1-z-9223372036854775807\",\"attempts\":2,\"queueMillis\":0,\"connectMillis\":1,"
                        + "\"firstByteMillis\":12,\"durationMillis\":3600000,\"bytesIn\":1234,"
                        + "\"bytesOut\":5000000000,\"sni\":\"shop.example\",\"reason\":\"client-closed\"}");
    }

    @Test
    void jsonSaysNullForWhatIsNotKnown() throws Exception {
        JsonNode line = new ObjectMapper().readTree(line(LogFormat.JSON, refused(CloseReason.NO_BACKEND)));
        assertThat(line.get("time").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(line.get("client").asText()).isEqualTo("[::1]:1");
        for (String unknown : List.of("backend", "connectMillis", "firstByteMillis", "sni")) {
            assertThat(line.get(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(line.get("durationMillis").longValue()).isZero();
    }

    @Test
    void textIsTheSameAsPairs() throws Exception {
        assertThat(line(LogFormat.TEXT, joined()))
                .isEqualTo("time=2026-11-22T12:14:56.789Z node=n-1 listener=web client=192.0.2.1:40000"
                        + " pool=pool backend=b1 id=n-1-z-9223372036854775807 attempts=2 queueMillis=0 connectMillis=1"
                        + " firstByteMillis=12 durationMillis=3600000 bytesIn=1234 bytesOut=5000000000"
                        + " sni=shop.example reason=client-closed");
        assertThat(line(LogFormat.TEXT, refused(CloseReason.DENIED)))
                .contains(" backend=- ", " connectMillis=- ", " sni=- ")
                .endsWith("reason=denied");
    }

    @ParameterizedTest
    @EnumSource(CloseReason.class)
    void everyReasonIsSaidByItsWord(CloseReason reason) throws Exception {
        JsonNode line = new ObjectMapper().readTree(line(LogFormat.JSON, refused(reason)));
        assertThat(line.get("reason").asText()).isEqualTo(reason.word());
    }

    private static String line(LogFormat format, AccessRecord record) {
        Utf8 out = new Utf8();
        new AccessFormat(format, new NodeRun("n-1", 35, 0)).append(record, out);
        return new String(out.copy(), StandardCharsets.UTF_8);
    }
}
