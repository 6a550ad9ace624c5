package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void tellsWhoAnswered() throws IOException {
        try (DemoBackend red = DemoBackend.start("red")) {
            assertThat(Rehearsal.run(red.port(), red.port(), 3)).containsExactly("red");
        }
    }

    /** Else a page that has another name by now would be forgotten here. */
    @Test
    void failsWhereAPageIsMissing() throws IOException {
        try (DemoBackend red = DemoBackend.start("red")) {
            HttpServer empty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            empty.start();
            try {
                assertThatThrownBy(() ->
                                Rehearsal.run(red.port(), empty.getAddress().getPort(), 1))
                        .isInstanceOf(IOException.class)
                        .hasMessage("no /alive on the admin port");
            } finally {
                empty.stop(0);
            }
        }
    }

    @Test
    void failsWhereNobodyAnswers() throws IOException {
        DemoBackend gone = DemoBackend.start("gone");
        gone.close();
        assertThatThrownBy(() -> Rehearsal.run(gone.port(), gone.port(), 1)).isInstanceOf(IOException.class);
    }
}
