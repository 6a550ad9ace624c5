package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class DemoBackendTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void answersWithItsName() throws Exception {
        try (DemoBackend red = DemoBackend.start("red");
                DemoBackend blue = DemoBackend.start("blue")) {
            assertThat(red.port()).isNotEqualTo(blue.port());
            assertThat(get(red, "/").body()).isEqualTo("red\n");
            assertThat(get(blue, "/any/path?x=1").body()).isEqualTo("blue\n");
            assertThat(get(blue, "/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void readsWhatIsPostedAndSendsNoBodyForHead() throws Exception {
        try (DemoBackend red = DemoBackend.start("red")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(red, "/"));
            assertThat(client.send(
                                    request.POST(BodyPublishers.ofString("x".repeat(100_000)))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo("red\n");
            HttpResponse<String> head = client.send(request.HEAD().build(), BodyHandlers.ofString());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void isGoneWhenClosed() throws Exception {
        DemoBackend red = DemoBackend.start("red");
        red.close();
        assertThatThrownBy(() -> get(red, "/")).isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(DemoBackend backend, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(backend, path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(DemoBackend backend, String path) {
        return URI.create("http://127.0.0.1:" + backend.port() + path);
    }
}
