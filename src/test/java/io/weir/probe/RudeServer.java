package io.weir.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A backend on loopback that treats each connection as its test says, on a thread each. */
final class RudeServer implements AutoCloseable {
    /** What is done with one connection; the socket is closed orderly afterwards. */
    interface Manners {
        void meet(Socket client) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Manners manners;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    /** How each connection ended as this side saw it after its manners were done: "fin", "reset" or "data". */
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    RudeServer(Manners manners) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manners);
    }

    RudeServer(ServerSocket server, Manners manners) {
        this.server = server;
        this.manners = manners;
        Thread.ofVirtual().start(this::accept);
    }

    static RudeServer saying(String... parts) throws IOException {
        return new RudeServer(client -> {
            for (String part : parts) {
                client.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().flush();
            }
        });
    }

    /** Answers as soon as a request's empty line has come. */
    static RudeServer answering(String answer) throws IOException {
        return new RudeServer(client -> {
            readHead(client.getInputStream());
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** Keeps a connection open until the test is over. */
    void hold() throws InterruptedException {
        over.await();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            manners.meet(client);
            if (!client.isClosed() && !client.isOutputShutdown()) {
                client.shutdownOutput();
                ends.add(client.getInputStream().read() < 0 ? "fin" : "data");
            }
        } catch (IOException e) {
            ends.add("reset");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            faults.add(e);
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        if (!faults.isEmpty()) {
            throw new AssertionError("the test's own server failed", faults.peek());
        }
    }
}
