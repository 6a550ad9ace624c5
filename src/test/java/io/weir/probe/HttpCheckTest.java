package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpCheckTest extends ChecksOverSockets {
    @Test
    void asksForThePathOfTheHostAndAcceptsAGoodStatus() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (var server = new RudeServer(client -> {
            heads.add(RudeServer.readHead(client.getInputStream()));
            client.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            var result = passed(check(server.address(), http("/health?x=1", "app.test", 200, 399), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7OK);
            assertThat(result.text()).isEqualTo("status 204");
            assertThat(heads.poll(30, TimeUnit.SECONDS))
                    .startsWith("GET /health?x=1 HTTP/1.1\r\nHost: app.test\r\n")
                    .contains("\r\nConnection: close\r\n");
            assertThat(server.ends.poll(30, TimeUnit.SECONDS)).isEqualTo("fin");
        }
    }

    @Test
    void withoutAHostItSendsTheBackendsAddress() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (var server = new RudeServer(client -> {
            heads.add(RudeServer.readHead(client.getInputStream()));
            client.getOutputStream().write("HTTP/1.0 200\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            passed(check(server.address(), http("/", null, 200, 399), null, AMPLE));
            assertThat(heads.poll(30, TimeUnit.SECONDS))
                    .contains("\r\nHost: 127.0.0.1:" + server.address().getPort() + "\r\n");
        }
    }

    @Test
    void anotherStatusIsAFailureThatNamesIt() throws Exception {
        try (var server = RudeServer.answering("HTTP/1.1 503 Service Unavailable\r\n\r\n")) {
            var result = failed(check(server.address(), http("/", null, 200, 399), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7STS);
            assertThat(result.step()).isEqualTo(CheckStep.STATUS);
            assertThat(result.text()).isEqualTo("status 503");
        }
    }

    @Test
    void somethingElseThanHttpIsQuotedSafely() throws Exception {
        try (var server = RudeServer.answering("220 mail\u0007 \"ready\"\r\n")) {
            var result = failed(check(server.address(), http("/", null, 200, 399), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.text()).isEqualTo("not an HTTP status line: \"220 mail\\x07 \\\"ready\\\"\"");
        }
    }

    @Test
    void aStatusLineCutShortIsAFailure() throws Exception {
        try (var server = RudeServer.answering("HTTP/1.1 20")) {
            var result = failed(check(server.address(), http("/", null, 200, 399), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.text()).isEqualTo("ended after 11 bytes: \"HTTP/1.1 20\"");
        }
    }

    @Test
    void anEndlessLineIsGivenUpAtItsBound() throws Exception {
        try (var server = new RudeServer(client -> {
            RudeServer.readHead(client.getInputStream());
            byte[] x = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            while (!client.isClosed()) {
                client.getOutputStream().write(x);
            }
        })) {
            var result = failed(check(server.address(), http("/", null, 200, 399), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.text())
                    .startsWith("no status line in 4096 bytes: \"xxx")
                    .endsWith("\"...");
        }
    }

    @Test
    void silenceAfterTheRequestIsATimeout() throws Exception {
        var holder = new java.util.concurrent.atomic.AtomicReference<RudeServer>();
        try (var server = new RudeServer(client -> holder.get().hold())) {
            holder.set(server);
            var result = failed(check(server.address(), http("/", null, 200, 399), null, TIMEOUT));
            assertThat(result.code()).isEqualTo(CheckCode.L7TOUT);
            assertThat(result.step()).isEqualTo(CheckStep.STATUS);
            assertThat(Duration.ofNanos(result.tookNanos())).isBetween(TIMEOUT.minusMillis(5), TIMEOUT.plusSeconds(5));
        }
    }

    @Test
    void aByteNowAndThenDoesNotHoldACheckPastItsDeadline() throws Exception {
        try (var server = new RudeServer(client -> {
            client.setSoTimeout(50);
            while (!client.isClosed()) {
                client.getOutputStream().write('H');
                try {
                    if (client.getInputStream().read(new byte[4096]) < 0) {
                        return;
                    }
                } catch (java.net.SocketTimeoutException quiet) {
                    assertThat(quiet.bytesTransferred).isZero();
                }
            }
        })) {
            var result = failed(check(server.address(), http("/", null, 200, 399), null, TIMEOUT));
            assertThat(result.code()).isEqualTo(CheckCode.L7TOUT);
            assertThat(Duration.ofNanos(result.tookNanos())).isBetween(TIMEOUT.minusMillis(5), TIMEOUT.plusSeconds(5));
        }
    }

    @Test
    void aResetIsAFailureOfTheStepItHitIn() throws Exception {
        try (var server = new RudeServer(client -> {
            RudeServer.readHead(client.getInputStream());
            client.setSoLinger(true, 0);
            client.close();
        })) {
            var result = failed(check(server.address(), http("/", null, 200, 399), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.step()).isEqualTo(CheckStep.STATUS);
            assertThat(result.text()).isEqualTo("connection reset");
        }
    }
}
