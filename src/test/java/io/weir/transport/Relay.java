package io.weir.transport;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import io.weir.transport.socket.TcpOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.impl.ExtendedActorMaterializer;
import org.apache.pekko.stream.impl.StreamSupervisor;

/** The least that joins sockets: one loop, one listener, one backend, no policy. What the links are told is kept. */
final class Relay implements AutoCloseable {
    static final int BUFFER = TestLoops.BUFFER;
    static final int PIPE = TestLoops.PIPE;

    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    final ConcurrentLinkedQueue<Pair> pairs = new ConcurrentLinkedQueue<>();
    final AtomicInteger dialFailures = new AtomicInteger();
    final AtomicInteger freed = new AtomicInteger();
    final EventLoop loop;
    final LoopHost host;
    private final TestLoops test;
    private final InetSocketAddress backend;
    private final UnaryOperator<Link> linkOf;
    private final InetSocketAddress address;

    Relay(LoopSettings.Kind kind, InetSocketAddress backend) throws Exception {
        this(kind, backend, 64, 16, link -> link);
    }

    Relay(LoopSettings.Kind kind, InetSocketAddress backend, int buffers, int pipes, UnaryOperator<Link> linkOf)
            throws Exception {
        this.backend = backend;
        this.linkOf = linkOf;
        test = new TestLoops(
                new LoopSettings(1, kind, BUFFER, (long) buffers * BUFFER, PIPE, pipes),
                (where, fault) -> faults.add(fault));
        loop = test.loops.loop(0);
        host = LoopHost.start(loop, test.system);
        address = onLoop(() -> {
                    ListenSocket[] socket = new ListenSocket[1];
                    socket[0] = loop.poller()
                            .listen(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    true,
                                    true,
                                    128,
                                    new TcpOptions(true),
                                    bits -> accept(socket[0]));
                    return socket[0];
                })
                .address();
    }

    InetSocketAddress address() {
        return address;
    }

    /** Actors that run streams. */
    int streamActors() throws Exception {
        ActorRef supervisor =
                ((ExtendedActorMaterializer) SystemMaterializer.get(test.system).materializer()).supervisor();
        Object children = Patterns.ask(supervisor, StreamSupervisor.GetChildren$.MODULE$, Duration.ofSeconds(5))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        return ((StreamSupervisor.Children) children).children().size();
    }

    /** Runs on the loop, inside the host, and waits for the outcome. */
    <T> T onLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        host.run(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable fault) {
                result.completeExceptionally(fault);
            }
        });
        return result.get(30, TimeUnit.SECONDS);
    }

    private void accept(ListenSocket listening) {
        for (Socket client = listening.accept(); client != null; client = listening.accept()) {
            new Pair(client).dial();
        }
    }

    @Override
    public void close() throws Exception {
        test.close();
    }

    /** One connection and what its link was told. */
    final class Pair implements Link {
        final Socket client;
        Socket dialled;
        Joined joined;
        int clientNews;
        int backendNews;
        private boolean connected;
        final List<String> told = new ArrayList<>();
        long in;
        long out;
        final CompletableFuture<List<String>> over = new CompletableFuture<>();
        private int open = 2;

        Pair(Socket client) {
            this.client = client;
            pairs.add(this);
        }

        void dial() {
            loop.poller().attach(client, bits -> {
                clientNews |= bits;
                client.pauseReading();
            });
            Socket socket = loop.poller().dial(backend, null, new TcpOptions(true), this::dialled);
            if (socket == null) {
                failed();
            } else {
                dialled = socket;
            }
        }

        private void dialled(int bits) {
            if (connected || (bits & (Ready.WRITABLE | Ready.BROKEN)) == 0) {
                backendNews |= bits;
                return;
            }
            NetError error = dialled.dialOutcome(bits);
            if (error != null) {
                dialled.close();
                failed();
                return;
            }
            connected = true;
            backendNews |= bits;
            host.run(() -> joined = host.join(client, clientNews, dialled, backendNews, linkOf.apply(this)));
        }

        private void failed() {
            dialFailures.incrementAndGet();
            client.reset();
        }

        <T> T ask(Function<Joined, T> question) throws Exception {
            return onLoop(() -> question.apply(joined));
        }

        @Override
        public void received(Side from, long bytes) {
            if (from == Side.CLIENT) {
                in += bytes;
            } else {
                out += bytes;
            }
        }

        @Override
        public void sent(Side to, long bytes) {}

        @Override
        public void ended(Side side) {
            told.add("ended " + side);
        }

        @Override
        public void failed(Side side, Failure failure) {
            told.add("failed " + side + " " + failure);
        }

        @Override
        public long patience() {
            return 5_000_000_000L;
        }

        @Override
        public void fault(Throwable fault) {
            told.add("fault");
            faults.add(fault);
        }

        @Override
        public void freed(Side side) {
            freed.incrementAndGet();
        }

        @Override
        public void closed(Side side) {
            if (--open == 0) {
                over.complete(List.copyOf(told));
            }
        }
    }
}
