package io.weir.registry.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.registry.peer.Blob;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes of two versions tell each other of their listeners. */
class TrafficPartTest {
    private static TrafficPart.OfListener read(String json) throws IOException {
        byte[] bytes = new CBORMapper().writeValueAsBytes(new ObjectMapper().readTree(json));
        return Form.read(Blob.of(bytes), TrafficPart.class)
                .orElseThrow()
                .listeners()
                .getFirst();
    }

    @Test
    void aNodeThatTellsLessOrMoreOfAListenerIsUnderstood() throws IOException {
        TrafficPart.OfListener less = read("{\"listeners\":[[\"web\",1,2,3,4,5]]}");
        assertThat(less).isEqualTo(new TrafficPart.OfListener("web", 1, 2, 3, 4, 5, null));
        TrafficPart.OfListener more =
                read("{\"listeners\":[[\"web\",1,2,3,4,5,[\"shop\",[\"[::]:80\"],true,false,7,\"new\"],\"newer\"]]}");
        assertThat(more.setup()).isEqualTo(new TrafficPart.Setup("shop", List.of("[::]:80"), true, false, 7));
        assertThat(more.bytesOut()).isEqualTo(5);
    }

    @Test
    void whatIsWrittenIsRead() {
        TrafficPart.Setup setup = new TrafficPart.Setup("shop", List.of("127.0.0.1:80", "[::1]:80"), false, true, 9);
        TrafficPart part = new TrafficPart(List.of(new TrafficPart.OfListener("web", 1, 2, 3, 4, 5, setup)), List.of());
        assertThat(Form.read(Form.write(part), TrafficPart.class)).contains(part);
    }
}
