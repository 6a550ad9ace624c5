package io.weir.probe;

import io.weir.model.CheckKind;
import io.weir.model.CheckTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the tests of real checks share: one checker and short words for specs. */
abstract class ChecksOverSockets {
    static final Duration TIMEOUT = Duration.ofMillis(800);
    /** For checks that are to end by themselves: never reached, however slow the machine. */
    static final Duration AMPLE = Duration.ofSeconds(20);

    private static BlockingChecker checker;

    @BeforeAll
    static void open() {
        checker = new BlockingChecker();
    }

    @AfterAll
    static void close() {
        checker.close();
    }

    static ProbeResult check(InetSocketAddress address, CheckKind kind, CheckTls tls, Duration timeout) {
        var spec = new CheckSpec(address, "127.0.0.1:" + address.getPort(), "127.0.0.1", kind, tls, timeout);
        try {
            return checker.check(spec)
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError("a check gave no result", e);
        }
    }

    static ProbeResult tcp(InetSocketAddress address, Duration timeout) {
        return check(address, new CheckKind.Tcp(), null, timeout);
    }

    static CheckKind http(String path, String host, int low, int high) {
        return new CheckKind.Http(path, host, List.of(new CheckKind.StatusRange(low, high)));
    }

    static CheckKind script(String send, String expect, int maxBytes) {
        return new CheckKind.SendExpect(send, expect == null ? null : Pattern.compile(expect), maxBytes);
    }

    /** However late this machine was to see it. */
    static ProbeResult.Failed failed(ProbeResult result) {
        if (result instanceof ProbeResult.Overslept late) {
            return late.otherwise();
        }
        if (result instanceof ProbeResult.Failed failed) {
            return failed;
        }
        throw new AssertionError("expected a failed check, but it was " + result);
    }

    static ProbeResult.Passed passed(ProbeResult result) {
        if (result instanceof ProbeResult.Passed passed) {
            return passed;
        }
        throw new AssertionError("expected a passed check, but it was " + result);
    }
}
