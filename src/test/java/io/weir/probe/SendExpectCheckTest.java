package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Send and expect: partial banner, wrong banner, time-out, regular expressions. */
class SendExpectCheckTest extends ChecksOverSockets {
    @Test
    void aBannerOfABackendThatSpeaksFirstPasses() throws Exception {
        try (var server = RudeServer.saying("220 mail.test ESMTP\r\n")) {
            var result = passed(check(server.address(), script("", "^220 .*SMTP", 4096), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7OK);
            assertThat(result.text()).isEqualTo("found /^220 .*SMTP/ in 21 bytes");
        }
    }

    @Test
    void whatIsSentArrivesAndTheAnswerPasses() throws Exception {
        try (var server = new RudeServer(client -> {
            String sent = new String(client.getInputStream().readNBytes(6), StandardCharsets.UTF_8);
            client.getOutputStream()
                    .write((sent.equals("PING\r\n") ? "+PONG\r\n" : "-ERR\r\n").getBytes(StandardCharsets.UTF_8));
        })) {
            passed(check(server.address(), script("PING\r\n", "\\+PONG", 4096), null, AMPLE));
        }
    }

    @Test
    void aBannerInPartsPassesOnceItIsWhole() throws Exception {
        var first = new java.util.concurrent.CountDownLatch(1);
        try (var server = new RudeServer(client -> {
            client.getOutputStream().write("+PO".getBytes(StandardCharsets.US_ASCII));
            first.await();
            client.getOutputStream().write("NG\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            Thread.ofVirtual().start(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                first.countDown();
            });
            passed(check(server.address(), script("", "\\+PONG", 4096), null, AMPLE));
        }
    }

    @Test
    void aPartialBannerThatEndsThereFails() throws Exception {
        try (var server = RudeServer.saying("+PO")) {
            var result = failed(check(server.address(), script("", "\\+PONG", 4096), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.step()).isEqualTo(CheckStep.EXPECT);
            assertThat(result.text()).isEqualTo("ended after 3 bytes without /\\+PONG/: \"+PO\"");
        }
    }

    @Test
    void aPartialBannerThatIsHeldBackIsATimeout() throws Exception {
        var self = new AtomicReference<RudeServer>();
        try (var server = new RudeServer(client -> {
            client.getOutputStream().write("+PO".getBytes(StandardCharsets.US_ASCII));
            self.get().hold();
        })) {
            self.set(server);
            var result = failed(check(server.address(), script("", "\\+PONG", 4096), null, TIMEOUT));
            assertThat(result.code()).isEqualTo(CheckCode.L7TOUT);
            assertThat(result.step()).isEqualTo(CheckStep.EXPECT);
            assertThat(result.text()).isEqualTo("no good answer within 800ms");
        }
    }

    @Test
    void aWrongBannerFailsAtItsEnd() throws Exception {
        try (var server = RudeServer.saying("-LOADING the dataset\r\n")) {
            var result = failed(check(server.address(), script("", "\\+PONG", 4096), null, AMPLE));
            assertThat(result.text()).contains("-LOADING the dataset");
        }
    }

    @Test
    void noMoreThanMaxBytesAreRead() throws Exception {
        try (var server = RudeServer.saying("x".repeat(5000) + "+PONG")) {
            var result = failed(check(server.address(), script("", "\\+PONG", 5000), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.text()).startsWith("no /\\+PONG/ in the first 5000 bytes");
            passed(check(server.address(), script("", "\\+PONG", 5005), null, AMPLE));
        }
    }

    @Test
    void bytesAreReadAsLatin1() throws Exception {
        try (var server = RudeServer.saying("\u0000\u00ff\u0080")) {
            passed(check(server.address(), script("", "^\\x00\\xff\\x80$", 16), null, AMPLE));
        }
    }

    @Test
    void withNothingToExpectItIsEnoughToSend() throws Exception {
        try (var server = new RudeServer(client -> client.getInputStream().readNBytes(3))) {
            var result = passed(check(server.address(), script("abc", null, 16), null, AMPLE));
            assertThat(result.text()).isEqualTo("sent");
        }
    }

    @Test
    void anExpressionThatExplodesEndsAtTheDeadline() throws Exception {
        var self = new AtomicReference<RudeServer>();
        try (var server = new RudeServer(client -> {
            client.getOutputStream().write(("a".repeat(60) + "!").getBytes(StandardCharsets.US_ASCII));
            self.get().hold();
        })) {
            self.set(server);
            var result = failed(check(server.address(), script("", "(a|aa)+$", 4096), null, TIMEOUT));
            assertThat(result.code()).isEqualTo(CheckCode.L7TOUT);
            assertThat(Duration.ofNanos(result.tookNanos())).isLessThan(TIMEOUT.plusSeconds(5));
        }
    }

    @Test
    void anExpressionTooDeepForTheStackIsAFailureWithThatReason() throws Exception {
        try (var server = RudeServer.saying("ab".repeat(400_000))) {
            var result = failed(check(server.address(), script("", "^(a|b|c.)*$z", 1_000_000), null, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L7RSP);
            assertThat(result.text()).contains("/^(a|b|c.)*$z/");
        }
    }
}
