package io.weir.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One short connection: it asks a question of its own and reads the answer to that very question to the FIN. For the thread of
 * its selector alone.
 */
final class StormConnection {
    static final int QUESTION = 48;
    static final int ANSWER = 300;
    /** With the number of the connection. */
    private static final char FIRST = 'q';

    /** Outcomes of a step, beside words for what went wrong. */
    static final String UNDER_WAY = "under way";

    static final String ANSWERED = "answered";

    final long number;
    final InetSocketAddress target;
    final long start = System.nanoTime();
    private final SocketChannel channel;
    /** One more, so that an answer that is too long is seen. */
    private final ByteBuffer read = ByteBuffer.allocate(ANSWER + 1);

    private @Nullable SelectionKey key;
    private long connected = start;

    StormConnection(long number, InetSocketAddress target) throws IOException {
        this.number = number;
        this.target = target;
        this.channel = SocketChannel.open();
    }

    static byte[] answer(byte[] question) {
        byte[] answer = new byte[ANSWER];
        for (int i = 0; i < ANSWER; i++) {
            answer[i] = question[i % QUESTION];
        }
        return answer;
    }

    private byte[] question() {
        String digits = Long.toString(number);
        return (FIRST + "0".repeat(QUESTION - 1 - digits.length()) + digits).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Dials. */
    String begin(Selector selector) {
        try {
            channel.configureBlocking(false);
            boolean at = channel.connect(target);
            key = channel.register(selector, at ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            return at ? ask() : UNDER_WAY;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Does what it can do now. */
    String step() {
        try {
            if (connected == start) {
                channel.finishConnect();
                return ask();
            }
            int count = channel.read(read);
            if (count >= 0) {
                return read.hasRemaining() ? UNDER_WAY : "more than an answer";
            }
        } catch (IOException e) {
            return e + afterBytes();
        }
        String end = "the FIN" + afterBytes();
        return read.flip().equals(ByteBuffer.wrap(answer(question()))) ? ANSWERED : end + ", which are not the answer";
    }

    private String ask() throws IOException {
        connected = Math.max(start + 1, System.nanoTime());
        if (key != null) {
            key.interestOps(SelectionKey.OP_READ);
        }
        return channel.write(ByteBuffer.wrap(question())) == QUESTION ? UNDER_WAY : "the question did not fit";
    }

    /** Where it has got to, for one that takes too long. */
    String standing() {
        return connected == start ? "not connected" : "no end" + afterBytes();
    }

    private String afterBytes() {
        return " after " + read.position() + " bytes";
    }

    boolean isConnected() {
        return connected != start;
    }

    /** Nanoseconds until it was connected, or until now. */
    long toConnect(long now) {
        return (isConnected() ? connected : now) - start;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same, and what mattered has been read
        }
    }
}
