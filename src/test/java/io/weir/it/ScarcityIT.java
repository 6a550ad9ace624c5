package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.ProcFs;
import io.weir.kit.Program;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Out of descriptors: the running process's own limit is lowered to what it uses, and raised again. */
@OnBothTransports
@Tag("contract-4")
@Tag("contract-11")
class ScarcityIT {
    @Parameter
    Transport transport;

    private static final int PLENTY = 2048;
    private static FakeBackend backend;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) throws IOException {
        backend = FakeBackend.start(Manners.echo());
        weir = WeirProcess.start(
                WeirFile.with(transport).add("weir.max-connections = 500\n").service("web", backend.hostPort()));
        try (Peer warm = Peer.dial(weir.listener("web"))) {
            warm.echo("every class is loaded and every lazy descriptor is open now");
        }
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (FakeBackend b = backend;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    @Test
    void withoutADescriptorToAcceptClientsWaitWithoutASpinAndAreServedAfterwards() throws Exception {
        try (Peer before = Peer.dial(weir.listener("web"))) {
            before.echo("joined before");
            int lines = weir.err().lines().size();
            long start = System.nanoTime();
            try (Peer waiting = whoIsNotAccepted();
                    Peer another = Peer.dial(weir.listener("web"))) {
                long cpu = ProcFs.cpuMillis(weir.pid());
                assertThat(waiting.staysOpen(Duration.ofSeconds(3))).isTrue();
                assertThat(ProcFs.cpuMillis(weir.pid()) - cpu)
                        .as("milliseconds of processor time in 3 s of waiting")
                        .isLessThan(1000);
                before.echo("undisturbed");
                List<String> said = weir.err().linesAfter(lines);
                assertThat(said).as("said, and at most once a second").hasSizeBetween(1, (int)
                        (2 + (System.nanoTime() - start) / 1_000_000_000));
                limit(PLENTY);
                assertThat(waiting.receive(8)).isEqualTo("patience");
                another.echo("served too");
            } finally {
                limit(PLENTY);
            }
        }
    }

    @Test
    void withoutADescriptorToDialTheClientIsRefusedAndNoBackendIsBlamed() throws Exception {
        double blamed = weir.metrics().sum("weir_backend_connect_failures_total");
        double local = weir.metrics().sum("weir_dial_local_errors_total");
        aftermath.atRest();
        try {
            for (int i = 0; i < 6; i++) {
                Patience.until("a client refused for want of a descriptor")
                        .until(ScarcityIT::refusedForWantOfADescriptor);
            }
        } finally {
            limit(PLENTY);
        }
        assertThat(weir.metrics().sum("weir_backend_connect_failures_total")).isEqualTo(blamed);
        assertThat(weir.metrics().sum("weir_dial_local_errors_total")).isGreaterThan(local);
        assertThat(weir.metrics().sum("weir_backend_ejected")).isZero();
        try (Peer client = Peer.dial(weir.listener("web"))) {
            client.echo("all is well again");
        }
    }

    /**
     * Leaves the process one descriptor, which is the client's. Anything of the node's own that ends after its table was
     * read (a scrape's connection, the last client's) frees one more, and the client is served: then the table is read anew.
     */
    private static boolean refusedForWantOfADescriptor() throws Exception {
        limit(highestDescriptor() + 2);
        try (Peer client = Peer.dialRefused(weir.listener("web"))) {
            client.readTimeout(Duration.ofMillis(700));
            Ending ending = client.ending();
            if (ending.how() == Ending.How.OPEN) {
                return false;
            }
            assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("local-resources");
            return true;
        }
    }

    /** Likewise: leaves the process no descriptor, but what ends a moment later frees one. */
    private static Peer whoIsNotAccepted() throws Exception {
        for (int i = 0; i < 20; i++) {
            limit(highestDescriptor() + 1);
            Peer client = Peer.dial(weir.listener("web"));
            client.send("patience");
            if (client.staysOpen(Duration.ofMillis(300))) {
                return client;
            }
            client.close();
        }
        throw new AssertionError("without a descriptor twenty clients were served");
    }

    private static int highestDescriptor() {
        return ProcFs.highestDescriptor(weir.pid());
    }

    private static void limit(int descriptors) throws IOException, InterruptedException {
        Program.PRLIMIT
                .run(Patience.seconds(30), "--pid", Long.toString(weir.pid()), "--nofile=" + descriptors + ":")
                .good();
    }
}
