package io.weir.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Token;
import io.weir.model.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An admin port for a class of tests, asked over plain sockets so that no client hides what is on the wire. */
public final class Port implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private ActorSystem<Void> system;
    private AdminServer.Bound bound;
    private volatile AdminSettings settings;

    /** An answer. */
    public record Answer(int status, String head, String body) {
        /** Its body as JSON. */
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + body, e);
            }
        }

        /** A header's value, empty where there is none. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        system = ActorSystem.create(
                Behaviors.empty(),
                "admin-test",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (bound != null) {
            bound.stop(Duration.ofSeconds(2)).toCompletableFuture().join();
            bound = null;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    /** The actor system that serves. */
    public ActorSystem<Void> system() {
        return system;
    }

    void serve(Node node, Token... tokens) {
        tokens(tokens);
        bound = AdminServer.start(system, settings, () -> settings, node.sources(), null)
                .toCompletableFuture()
                .join();
    }

    /** From now on these are known. */
    void tokens(Token... tokens) {
        settings = new AdminSettings(new HostPort("127.0.0.1", 0), List.of(), List.of(tokens), null);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return bound.address();
    }

    /** A request without a body; headers as whole lines. */
    public Answer ask(String method, String path, String... headers) {
        return raw(head(method, path, headers) + "\r\n");
    }

    /** A request with a body of JSON. */
    public Answer send(String method, String path, String json, String... headers) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return raw(head(method, path, headers) + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n" + json);
    }

    /** The first lines of a request, without the empty one. */
    public String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        if (!String.join("", headers).contains("Host:")) {
            head.append("Host: 127.0.0.1:").append(bound.address().getPort()).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    /** These bytes and nothing else. */
    public Answer raw(String request) {
        InetSocketAddress at = bound.address();
        try (Peer peer = Peer.dial(at)) {
            peer.readTimeout(Patience.seconds(20));
            peer.send(request);
            String all = new String(peer.in().readAllBytes(), StandardCharsets.UTF_8);
            int split = all.indexOf("\r\n\r\n");
            if (split < 0) {
                throw new AssertionError("no HTTP answer: " + all);
            }
            return new Answer(
                    Integer.parseInt(all.substring(9, 12)), all.substring(0, split), all.substring(split + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
