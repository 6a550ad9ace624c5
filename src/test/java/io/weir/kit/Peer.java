package io.weir.kit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One end of a TCP connection in a test's hands, client or backend: sends, receives, ends in every way there is. Reads
 * give up after 20 stretched seconds. One thread may send while another receives.
 */
public final class Peer implements AutoCloseable {
    private final Socket socket;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Instant since;
    private final boolean refused;

    Peer(Socket socket) throws IOException {
        this(socket, Instant.now());
    }

    private Peer(Socket socket, Instant since) throws IOException {
        this.refused = false;
        this.since = since.truncatedTo(ChronoUnit.MILLIS);
        this.socket = socket;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        socket.setTcpNoDelay(true);
        readTimeout(Patience.seconds(20));
    }

    /**
     * Connects.
     *
     * @param to where
     * @return the client's end
     * @throws IOException when refused or not answered in 10 stretched seconds
     */
    public static Peer dial(InetSocketAddress to) throws IOException {
        return dial(to, 0);
    }

    /** One whose reset came before this system had said that it was connected. */
    private Peer(Socket closed, InetSocketAddress local, InetSocketAddress remote, Instant since) {
        this.refused = true;
        this.since = since.truncatedTo(ChronoUnit.MILLIS);
        this.socket = closed;
        this.local = local;
        this.remote = remote;
    }

    /**
     * Connects until the backend that greets so has the connection.
     *
     * @param to a listener whose backends greet with words of one length
     * @param greeting the wanted backend's
     * @return the client's end, with the greeting received
     * @throws AssertionError when ten connections went elsewhere
     */
    public static Peer heldBy(InetSocketAddress to, String greeting) throws IOException {
        for (int i = 0; i < 10; i++) {
            Peer peer = dial(to);
            if (peer.receive(greeting.length()).equals(greeting)) {
                return peer;
            }
            peer.close();
        }
        throw new AssertionError("ten connections and none to " + greeting);
    }

    /**
     * Connects, once, to a listener that is to refuse: its reset can be here before the client's system has said that it is
     * connected, and then {@link #ending} is that reset.
     *
     * @param to an IPv4 address of this machine
     * @return the client's end
     * @throws IOException when nobody listens, or nobody answers in 10 stretched seconds
     */
    public static Peer dialRefused(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.bind(Loopback.at("127.0.0.1", 0));
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        Instant since = Instant.now();
        try {
            return connect(socket, to, 0);
        } catch (ConnectException | SocketTimeoutException nobody) {
            throw nobody;
        } catch (SocketException reset) {
            return new Peer(socket, local, to, since);
        }
    }

    /**
     * Connects with a receive buffer of a fixed size, which bounds what is in flight towards this end.
     *
     * @param to where
     * @param receiveBuffer bytes, 0 for the system's choice
     * @return the client's end
     * @throws IOException when refused or not answered in 10 stretched seconds
     */
    public static Peer dial(InetSocketAddress to, int receiveBuffer) throws IOException {
        return connect(new Socket(), to, receiveBuffer);
    }

    /**
     * Connects from a chosen address of this machine.
     *
     * @param source an IPv4 or IPv6 literal
     * @param to where
     * @return the client's end
     * @throws IOException when refused or not answered in 10 stretched seconds
     */
    public static Peer dialFrom(String source, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.bind(Loopback.at(source, 0));
        return connect(socket, to, 0);
    }

    private static Peer connect(Socket socket, InetSocketAddress to, int receiveBuffer) throws IOException {
        Instant since = Instant.now();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(to, (int) Patience.seconds(10).toMillis());
            return new Peer(socket, since);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** @return when it began to be dialled, or was accepted; to the millisecond, rounded down */
    public Instant since() {
        return since;
    }

    /** @return what is received arrives here */
    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** @return what is written here is sent at once */
    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** @return this end's own address, also once closed */
    public InetSocketAddress local() {
        return local;
    }

    /** @return the other end's address, also once closed */
    public InetSocketAddress remote() {
        return remote;
    }

    /** @param limit reads give up after it */
    public void readTimeout(Duration limit) throws SocketException {
        if (!refused) {
            socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
        }
    }

    /** @param bytes sent in one call */
    public void send(byte[] bytes) throws IOException {
        out().write(bytes);
    }

    /** @param text sent as Latin-1 in one call */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Receives.
     *
     * @param count exactly so many bytes
     * @return them as Latin-1 text
     * @throws EOFException when the stream ends before
     */
    public String receive(int count) throws IOException {
        byte[] bytes = in().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Sends and receives as much, which must be the same.
     *
     * @param text the line
     * @throws AssertionError when another text comes back
     */
    public void echo(String text) throws IOException {
        send(text);
        String back = receive(text.length());
        if (!back.equals(text)) {
            throw new AssertionError("sent [" + text + "], got back [" + back + "]");
        }
    }

    /** @return how the stream ends, and all that comes before */
    public Ending ending() throws IOException {
        if (refused) {
            return new Ending(Ending.How.RESET, new byte[0], 0);
        }
        long start = System.nanoTime();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            Ending.How how;
            try {
                int count = in().read(buffer);
                if (count >= 0) {
                    bytes.write(buffer, 0, count);
                    continue;
                }
                how = Ending.How.FIN;
            } catch (SocketTimeoutException e) {
                how = Ending.How.OPEN;
            } catch (SocketException e) {
                how = Ending.How.RESET;
            }
            return new Ending(how, bytes.toByteArray(), (System.nanoTime() - start) / 1_000_000);
        }
    }

    /**
     * Looks whether the stream stays open and silent.
     *
     * @param time how long
     * @return true when neither byte nor end came
     */
    public boolean staysOpen(Duration time) throws IOException {
        int before = socket.getSoTimeout();
        readTimeout(time);
        try {
            return in().read() == -2;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            return false;
        } finally {
            socket.setSoTimeout(before);
        }
    }

    /** Ends the sending direction; receiving stays. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends it by a reset. */
    public void reset() throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    /** @return true once closed on this side */
    public boolean closed() {
        return socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
