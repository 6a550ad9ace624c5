package io.weir.transport;

import io.weir.transport.socket.Bytes;
import io.weir.transport.socket.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.ClosedShape;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The only parent of a loop's connections: lives as long as the data plane and materialises each connection's flow
 * into its own island, so that thousands of connections are one actor. Its completion is the end of the loop's
 * work and is never expected before {@link LoopHost#stop()}.
 */
final class HostStage extends AbstractGraphStageWithMaterializedValue<ClosedShape, HostStage.Materialized> {
    /** What running a host yields. */
    record Materialized(Logic logic, CompletionStage<Done> done) {}

    private final EventLoop loop;

    HostStage(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public ClosedShape shape() {
        return ClosedShape.getInstance();
    }

    @Override
    public Pair<GraphStageLogic, Materialized> createLogicAndMaterializedValuePair(Attributes attributes) {
        Logic logic = new Logic(loop);
        return Pair.create(logic, new Materialized(logic, logic.done));
    }

    /** The host of one loop. */
    static final class Logic extends GraphStageLogic {
        private final EventLoop loop;
        private final CompletableFuture<Done> done = new CompletableFuture<>();
        private final AsyncCallback<Runnable> callback = createAsyncCallback(this::guarded);
        private final RunnableGraph<NotUsed> plain;
        private final int[] lingering = new int[1];
        private @Nullable Socket client;
        private @Nullable Socket backend;
        private @Nullable Link link;
        private int clientNews;
        private int backendNews;
        private @Nullable SocketLogic clientLogic;
        private @Nullable SocketLogic backendLogic;
        private @Nullable Socket takenOver;

        Logic(EventLoop loop) {
            super(ClosedShape.getInstance());
            this.loop = loop;
            Flow<Bytes, Bytes, NotUsed> first = Flow.fromGraph(new SocketStage(this, Side.CLIENT));
            Flow<Bytes, Bytes, NotUsed> second = Flow.fromGraph(new SocketStage(this, Side.BACKEND));
            // No dispatcher attribute: it would give each connection an actor of its own
            this.plain = first.join(second).withAttributes(Attributes.inputBuffer(1, 1));
        }

        EventLoop loop() {
            return loop;
        }

        @Override
        public void preStart() {
            setKeepGoing(true);
        }

        /**
         * Runs an action inside the host, from any thread. Once the host has ended nothing can be joined, but what lives can
         * still be told to end: then it runs on the loop's thread alone, for as long as that turns.
         */
        void invoke(Runnable action) {
            if (done.isDone()) {
                loop.execute(() -> guarded(action));
            } else {
                callback.invoke(action);
            }
        }

        private void guarded(Runnable action) {
            try {
                action.run();
            } catch (Throwable fault) {
                loop.guard().caught("the host of " + loop.dispatcher(), fault);
            }
        }

        /** Joins two attached sockets; inside the host only. */
        Joined join(Socket accepted, int acceptedNews, Socket dialled, int dialledNews, Link reports) {
            clientNews = acceptedNews;
            backendNews = dialledNews;
            client = accepted;
            backend = dialled;
            link = reports;
            try {
                plain.run(subFusingMaterializer());
                SocketLogic one = clientLogic;
                SocketLogic other = backendLogic;
                if (one == null || other == null) {
                    throw new IllegalStateException("the flow was not materialised");
                }
                return new Joined(one, other);
            } finally {
                client = null;
                backend = null;
                link = null;
                clientLogic = null;
                backendLogic = null;
            }
        }

        Socket currentSocket(Side side) {
            Socket socket = side == Side.CLIENT ? client : backend;
            if (socket == null) {
                throw new IllegalStateException("no pair is being joined");
            }
            return socket;
        }

        int currentNews(Side side) {
            return side == Side.CLIENT ? clientNews : backendNews;
        }

        Link currentLink() {
            Link reports = link;
            if (reports == null) {
                throw new IllegalStateException("no pair is being joined");
            }
            return reports;
        }

        void created(Side side, SocketLogic logic) {
            if (side == Side.CLIENT) {
                clientLogic = logic;
            } else {
                backendLogic = logic;
            }
            SocketLogic one = clientLogic;
            SocketLogic other = backendLogic;
            if (one != null && other != null) {
                one.faces(other);
                other.faces(one);
            }
        }

        /** Sees a socket to its end that its connection is done with, and tells when it is closed. */
        void linger(Socket socket, Runnable freed) {
            takenOver = socket;
            Lingering.take(loop, socket, lingering, freed);
        }

        /** Resets a socket that its connection is done with, once its peer has what was written, and tells when it has. */
        void depart(Socket socket, long patience, Runnable freed) {
            takenOver = socket;
            Departing.take(loop, socket, patience, lingering, freed);
        }

        /** As {@link #linger}, for a socket that was never joined. */
        void lingerUnjoined(Socket socket, Runnable freed) {
            Lingering.take(loop, socket, lingering, freed);
        }

        /** Whether {@link #linger} has taken this socket, asked once by the stage that ends. */
        @SuppressWarnings("ReferenceEquality")
        boolean tookOver(Socket socket) {
            boolean taken = takenOver == socket;
            if (taken) {
                takenOver = null;
            }
            return taken;
        }

        void stop() {
            callback.invoke(this::completeStage);
        }

        @Override
        public void postStop() {
            done.complete(Done.getInstance());
        }
    }
}
