package io.weir.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on a loopback port of the system's choice that answers every request with its name, a virtual thread a
 * request. May be used from any thread.
 */
public final class DemoBackend implements AutoCloseable {
    private static final int BACKLOG = 512;

    private final String name;
    private final HttpServer server;
    private final ExecutorService workers;

    private DemoBackend(String name, HttpServer server, ExecutorService workers) {
        this.name = name;
        this.server = server;
        this.workers = workers;
    }

    /**
     * Starts to serve.
     *
     * @param name what it answers
     * @throws IOException when the system gives it no port
     */
    public static DemoBackend start(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        byte[] answer = (name + "\n").getBytes(StandardCharsets.UTF_8);
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, answer));
        server.start();
        return new DemoBackend(name, server, workers);
    }

    /** What it answers. */
    public String name() {
        return name;
    }

    /** Where it listens: a port of 127.0.0.1. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once; open connections are closed. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
