package io.weir.it;

import io.weir.kit.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StormLoad} is answered by, with as little processor as it can be, so that it is the nodes that a small machine
 * is busy with. Idle connections get back what they send. One thread.
 */
final class StormBackend implements AutoCloseable {
    private static final int ECHO = 4096;

    private final ServerSocketChannel server;
    private final Selector selector;
    private volatile boolean over;

    private StormBackend(InetSocketAddress at) throws IOException {
        server = ServerSocketChannel.open();
        selector = Selector.open();
        server.bind(at, 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** On a free port of 127.0.0.1. */
    static StormBackend start() {
        return start(Loopback.port(0));
    }

    /** There; port 0 for a free one. */
    static StormBackend start(InetSocketAddress at) {
        try {
            StormBackend backend = new StormBackend(at);
            Thread.ofPlatform().name("storm-backend").daemon().start(backend::loop);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + at, e);
        }
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return new InetSocketAddress(
                server.socket().getInetAddress(), server.socket().getLocalPort());
    }

    /** Where it listens, as configuration files write it. */
    String hostPort() {
        return server.socket().getInetAddress().getHostAddress() + ":"
                + server.socket().getLocalPort();
    }

    private void loop() {
        try (selector;
                server) {
            while (!over) {
                selector.select(this::ready);
            }
            selector.keys().forEach(StormBackend::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Served served) {
            try {
                served.step(key);
            } catch (IOException e) {
                close(key);
            }
            return;
        }
        try {
            for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
                next.configureBlocking(false);
                next.register(selector, SelectionKey.OP_READ, new Served(next));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is closed all the same
        }
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
    }

    /** One connection. The first byte says what it is for. */
    private static final class Served {
        private final SocketChannel channel;
        private final ByteBuffer question = ByteBuffer.allocate(StormConnection.QUESTION);
        private @Nullable ByteBuffer echo;
        private boolean ended;

        Served(SocketChannel channel) {
            this.channel = channel;
        }

        void step(SelectionKey key) throws IOException {
            ByteBuffer back = echo;
            if (back != null) {
                echo(key, back);
                return;
            }
            int count = channel.read(question);
            if (question.position() > 0 && question.get(0) == StormLoad.IDLE) {
                echo = ByteBuffer.allocate(ECHO).put(question.flip());
                ended = count < 0;
                write(key, echo);
            } else if (!question.hasRemaining()) {
                channel.write(ByteBuffer.wrap(StormConnection.answer(question.array())));
                channel.close();
            } else if (count < 0) {
                channel.close();
            }
        }

        private void echo(SelectionKey key, ByteBuffer back) throws IOException {
            if (key.isReadable()) {
                ended = channel.read(back) < 0;
            }
            write(key, back);
        }

        /** What does not go out now is in the way of what comes in. */
        private void write(SelectionKey key, ByteBuffer back) throws IOException {
            channel.write(back.flip());
            boolean all = !back.hasRemaining();
            back.compact();
            key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
            if (all && ended) {
                channel.close();
            }
        }
    }
}
