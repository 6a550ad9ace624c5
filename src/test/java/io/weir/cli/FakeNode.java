package io.weir.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An admin port that answers as it is told and remembers what it was asked. */
public final class FakeNode implements AutoCloseable {
    private record Reply(int status, String type, String body) {}

    /** What was asked: method and path with query, and the body. */
    public record Asked(String line, String body, String authorization, String lastEventId) {}

    private static final int HANGING = 0;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private FakeNode(HttpServer server) {
        this.server = server;
    }

    /** A running one. */
    public static FakeNode start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeNode node = new FakeNode(server);
            server.createContext("/", node::answer);
            server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Answers a request so; told several times, one after the other, and the last one for ever.
     *
     * @param line such as {@code GET /api/v1/pools}
     * @param status of the answer
     * @param body of the answer; empty for none
     */
    public FakeNode on(String line, int status, String body) {
        return on(line, status, status < 400 ? "application/json" : "application/problem+json", body);
    }

    /** The same with a type. */
    public FakeNode on(String line, int status, String type, String body) {
        replies.computeIfAbsent(line, each -> new ArrayDeque<>()).add(new Reply(status, type, body));
        return this;
    }

    /** The same, and then hangs: the answer does not end, and nothing more comes of it. */
    public FakeNode onHanging(String line, String type, String body) {
        return on(line, HANGING, type, body);
    }

    /** What it was asked so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** The requests' first lines. */
    public List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    private synchronized Reply next(String line) {
        Deque<Reply> known = replies.get(line);
        if (known == null) {
            return new Reply(404, "application/problem+json", "{\"detail\":\"There is no " + line + ".\"}");
        }
        return known.size() > 1 ? known.removeFirst() : known.getFirst();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(line, body, header(exchange, "Authorization"), header(exchange, "Last-Event-ID")));
            Reply reply = next(line);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            if (reply.status() == HANGING) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().flush();
                ended.await();
                return;
            }
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        ended.countDown();
        server.stop(0);
    }
}
