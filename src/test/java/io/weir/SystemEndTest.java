package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.kit.Patience;
import io.weir.model.HostPort;
import io.weir.registry.cluster.ClusterConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.SystemGuardian;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.io.TcpMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A clustered actor system that ends behind a cut, where nobody closes what it closes by halves. */
@Tag("contract-8")
class SystemEndTest {
    private static final Duration SOON = Duration.ofMillis(200);

    private final HostPort port = TestNode.addresses(1).getFirst();
    private ActorSystem<Void> system;
    private ServerSocket cutOff;

    @BeforeEach
    void start() throws IOException {
        cutOff = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        system = ActorSystem.create(
                Behaviors.empty(),
                ClusterConfig.SYSTEM,
                ClusterConfig.of("n1", 0, port, port, new HostPort("127.0.0.1", 7626), ""));
    }

    @AfterEach
    void end() throws IOException {
        cutOff.close();
        system.terminate();
    }

    /** As Artery ends a stream: it closes one direction, and the system's end waits until the other side has closed its own. */
    private static final class Stream extends AbstractActor {
        private final InetSocketAddress to;
        private final CompletableFuture<Void> connected;
        private ActorRef connection = ActorRef.noSender();

        Stream(InetSocketAddress to, CompletableFuture<Void> connected) {
            this.to = to;
            this.connected = connected;
        }

        @Override
        public void preStart() {
            guardian().tell(SystemGuardian.RegisterTerminationHook$.MODULE$, getSelf());
            Tcp.get(getContext().getSystem()).manager().tell(TcpMessage.connect(to), getSelf());
        }

        private ActorRef guardian() {
            return ((ExtendedActorSystem) getContext().getSystem()).provider().systemGuardian();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Tcp.Connected.class, any -> {
                        connection = getSender();
                        connection.tell(TcpMessage.register(getSelf(), true, false), getSelf());
                        connected.complete(null);
                    })
                    .matchEquals(
                            SystemGuardian.TerminationHook$.MODULE$,
                            any -> connection.tell(TcpMessage.confirmedClose(), getSelf()))
                    .match(
                            Tcp.ConnectionClosed.class,
                            any -> guardian().tell(SystemGuardian.TerminationHookDone$.MODULE$, getSelf()))
                    .build();
        }
    }

    private Socket connected() throws Exception {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        ((ExtendedActorSystem) system.classicSystem())
                .systemActorOf(
                        Props.create(
                                Stream.class,
                                () -> new Stream((InetSocketAddress) cutOff.getLocalSocketAddress(), connected)),
                        "stream");
        cutOff.setSoTimeout((int) Patience.seconds(10).toMillis());
        Socket other = cutOff.accept();
        assertThat(connected).succeedsWithin(Patience.seconds(10));
        return other;
    }

    private void bind() throws IOException {
        try (ServerSocket next = new ServerSocket()) {
            next.setReuseAddress(true);
            next.bind(new InetSocketAddress(port.host(), port.port()));
        }
    }

    @Test
    void whatTheOtherSideNeverClosesIsResetAndTheClusterPortIsFree() throws Exception {
        try (Socket other = connected()) {
            assertThatThrownBy(this::bind).isInstanceOf(BindException.class);
            SystemEnd.bring(system, SOON, Patience.seconds(10));
            assertThat(SystemEnd.of(system)).isDone();
            assertThatCode(this::bind).doesNotThrowAnyException();
            other.setSoTimeout((int) Patience.seconds(10).toMillis());
            assertThatThrownBy(() -> {
                        while (other.getInputStream().read() >= 0) {
                            // Nothing is sent
                        }
                        other.getOutputStream().write(1);
                        other.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatTheOtherSideClosesIsClosedInGoodOrder() throws Exception {
        try (Socket other = connected()) {
            Thread closing = Thread.ofVirtual().start(() -> {
                try {
                    while (other.getInputStream().read() >= 0) {
                        // Nothing is sent
                    }
                    other.close();
                } catch (IOException reset) {
                    // Then the end was not in good order, and late
                }
            });
            SystemEnd.bring(system, Patience.seconds(10), SOON);
            assertThat(SystemEnd.of(system)).isDone();
            closing.join();
        }
    }
}
