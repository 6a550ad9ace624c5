package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests as simple programs make them, and as nobody should. */
class PlainRequestsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();

    @BeforeEach
    void serve() {
        PORT.serve(node);
    }

    /** As HAProxy, keepalived and others ask where they are told no more than the path. */
    @Test
    void aCheckThatSpeaksHttp10AndNamesNobodyIsAnswered() {
        for (String path : new String[] {"/alive", "/metrics", "/api/v1/cluster"}) {
            assertThat(PORT.raw("GET " + path + " HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
            assertThat(PORT.raw("GET " + path + " HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(PORT.raw("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aChangeNeedsAHostThatIsOursWhateverTheVersion() {
        String rest = "Content-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"weight\":5}";
        for (String head : new String[] {" HTTP/1.0\r\n", " HTTP/1.1\r\nHost:\r\n", " HTTP/1.0\r\nHost: evil\r\n"}) {
            assertThat(PORT.raw("PATCH /api/v1/pools/web/backends/b1" + head + rest)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(node.registry.asked).isEmpty();
    }

    /** Pekko warns of each success that comes before the request is over, so that anybody could fill the log. */
    @Test
    void aReadIsAnsweredWhenAllOfItIsThere() {
        for (String path : new String[] {"/alive", "/metrics", "/cluster/members", "/"}) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
            assertThat(PORT.raw(head + "Content-Length: 70000\r\n\r\n").status())
                    .as(path)
                    .isEqualTo(413);
        }
        String chunked = "GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        assertThat(PORT.raw(chunked).status()).isEqualTo(200);
    }
}
