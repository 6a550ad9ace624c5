package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import io.weir.transport.socket.TcpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a fault is thrown, whatever it is: it is said once, and whoever else lives on the loop goes on. */
@Timeout(60)
@Tag("contract-11")
class FaultPlacesTest {
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static final List<Supplier<Throwable>> KINDS = List.of(
            () -> new IllegalStateException("x"),
            () -> new NoClassDefFoundError("x"),
            () -> new StackOverflowError("x"));

    private final AtomicReference<Faulty> armed = new AtomicReference<>();
    private ServerSocket echo;

    /** What a link is told at the end of which it throws, and what its client does to bring it about. */
    private enum Place {
        RECEIVED,
        SENT,
        ENDED,
        FAILED,
        PATIENCE,
        CLOSED,
        FREED;

        void provoke(java.net.Socket victim) throws IOException {
            switch (this) {
                case RECEIVED, SENT -> victim.getOutputStream().write(1);
                case ENDED -> victim.shutdownOutput();
                case FAILED, PATIENCE -> {
                    victim.setSoLinger(true, 0);
                    victim.close();
                }
                case CLOSED, FREED -> victim.close();
            }
        }
    }

    /** Throws once, at a place, after it has passed on what it was told. */
    private record Faulty(Place place, Throwable fault) {}

    private Link faulty(Link link) {
        return new PassingLink(link) {
            @Override
            public void received(Side from, long bytes) {
                super.received(from, bytes);
                at(Place.RECEIVED);
            }

            @Override
            public void sent(Side to, long bytes) {
                super.sent(to, bytes);
                at(Place.SENT);
            }

            @Override
            public void ended(Side side) {
                super.ended(side);
                at(Place.ENDED);
            }

            @Override
            public void failed(Side side, Failure failure) {
                super.failed(side, failure);
                at(Place.FAILED);
            }

            @Override
            public long patience() {
                at(Place.PATIENCE);
                return super.patience();
            }

            @Override
            public void closed(Side side) {
                super.closed(side);
                at(Place.CLOSED);
            }

            @Override
            public void freed(Side side) {
                super.freed(side);
                at(Place.FREED);
            }
        };
    }

    private void at(Place place) {
        Faulty now = armed.get();
        if (now != null && now.place == place && armed.compareAndSet(now, null)) {
            FaultPlacesTest.<RuntimeException>sneak(now.fault);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        THREADS.execute(() -> {
            try {
                while (true) {
                    java.net.Socket socket = echo.accept();
                    THREADS.execute(() -> echo(socket));
                }
            } catch (IOException closed) {
                // The test is over
            }
        });
    }

    private static void echo(java.net.Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException broken) {
            // Its client is gone
        }
    }

    @AfterEach
    void close() throws IOException {
        echo.close();
    }

    private Relay relay(LoopSettings.Kind kind) throws Exception {
        return new Relay(
                kind,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()),
                64,
                16,
                this::faulty);
    }

    private static java.net.Socket connect(Relay relay) throws IOException {
        java.net.Socket socket = new java.net.Socket();
        socket.connect(relay.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void echoes(java.net.Socket socket) throws IOException {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(bytes);
        assertThat(socket.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aFaultInAnythingALinkIsToldEndsItsOwnConnectionOnly(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                java.net.Socket other = connect(relay)) {
            echoes(other);
            relay.pairs.clear();
            for (Place place : Place.values()) {
                for (Supplier<Throwable> make : KINDS) {
                    Throwable fault = make.get();
                    relay.faults.clear();
                    java.net.Socket victim = connect(relay);
                    echoes(victim);
                    Relay.Pair pair = relay.pairs.remove();
                    armed.set(new Faulty(place, fault));
                    place.provoke(victim);
                    pair.over.get(30, TimeUnit.SECONDS);
                    await().until(() -> armed.get() == null && !relay.faults.isEmpty());
                    assertThat(relay.faults).as("at %s", place).containsExactly(fault);
                    victim.close();
                    echoes(other);
                }
            }
            try (java.net.Socket next = connect(relay)) {
                echoes(next);
            }
            await().untilAsserted(() -> assertThat(relay.onLoop(() -> List.of(
                            relay.loop.buffers().leased(), relay.loop.pipes().leased())))
                    .containsExactly(0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aFaultInOneSocketsCallbackKeepsNoNewsFromTheOthersOfItsTurn(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                java.net.Socket other = connect(relay)) {
            echoes(other);
            for (Supplier<Throwable> make : KINDS) {
                Throwable fault = make.get();
                relay.faults.clear();
                CompletableFuture<Integer> told = new CompletableFuture<>();
                List<Socket> dialled = relay.onLoop(() -> List.of(
                        dial(relay, bits -> FaultPlacesTest.<RuntimeException>sneak(fault)),
                        dial(relay, told::complete)));
                told.get(30, TimeUnit.SECONDS);
                relay.onLoop(() -> {
                    dialled.forEach(Socket::close);
                    return true;
                });
                assertThat(relay.faults).contains(fault);
                echoes(other);
            }
        }
    }

    private Socket dial(Relay relay, Ready owner) {
        Socket socket = relay.loop
                .poller()
                .dial((InetSocketAddress) echo.getLocalSocketAddress(), null, new TcpOptions(true), owner);
        assertThat(socket).isNotNull();
        return socket;
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aFaultInAnotherTurnOrInATimerKeepsNoOtherFromItsOwn(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind)) {
            for (Supplier<Throwable> make : KINDS) {
                Throwable fault = make.get();
                relay.faults.clear();
                CompletableFuture<Integer> turned = new CompletableFuture<>();
                CompletableFuture<Long> fired = new CompletableFuture<>();
                relay.onLoop(() -> {
                    relay.loop.nextTurn(bits -> FaultPlacesTest.<RuntimeException>sneak(fault));
                    relay.loop.nextTurn(turned::complete);
                    long at = relay.loop.now() + 5 * TimerWheel.TICK_NANOS;
                    relay.loop.wheel().schedule(timer(now -> FaultPlacesTest.<RuntimeException>sneak(fault)), at);
                    relay.loop.wheel().schedule(timer(fired::complete), at);
                    return true;
                });
                turned.get(30, TimeUnit.SECONDS);
                fired.get(30, TimeUnit.SECONDS);
                assertThat(relay.faults).containsExactly(fault, fault);
            }
        }
    }

    private static Timer timer(java.util.function.LongConsumer action) {
        return new Timer() {
            @Override
            protected void fire(long now) {
                action.accept(now);
            }
        };
    }

    /** What Pekko does with a stage that cannot be made depends on who asked for it. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aJoinThatFailsInTheMakingOfAStageLeavesTheHostAndItsConnections(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                java.net.Socket other = connect(relay)) {
            echoes(other);
            Relay.Pair pair = relay.pairs.remove();
            assertThatThrownBy(() -> relay.onLoop(() -> relay.host.join(null, 0, null, 0, pair)))
                    .hasStackTraceContaining("no pair is being joined");
            echoes(other);
            try (java.net.Socket next = connect(relay)) {
                echoes(next);
            }
        }
    }
}
