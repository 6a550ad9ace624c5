package io.weir.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One node's admin port. Blocks its caller; what the node refuses and what does not reach it is a {@link Failure}. */
public final class AdminClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int LARGEST = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Target target;
    private final @Nullable String token;
    private final HttpClient http;

    /**
     * Connects to nothing yet.
     *
     * @param target where it is
     * @param token who asks; null for nobody in particular
     * @param trust whom to believe over TLS; null for whom this Java believes
     */
    public AdminClient(Target target, @Nullable String token, @Nullable SSLContext trust) {
        this.target = target;
        this.token = token;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (trust != null) {
            builder.sslContext(trust);
        }
        this.http = builder.build();
    }

    /** Where it is. */
    public Target target() {
        return target;
    }

    /** Reads. */
    public Answer get(Route route) {
        return send("GET", route, null);
    }

    /**
     * Asks for a change.
     *
     * @param method such as PATCH
     * @param route of what is meant
     * @param body as JSON; null for none
     */
    public Answer send(String method, Route route, @Nullable JsonNode body) {
        HttpRequest.Builder request = request(route).timeout(ANSWER);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
        }
        HttpResponse<InputStream> response = exchange(request.build());
        JsonNode json = read(response);
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), json);
        }
        return new Answer(response.statusCode(), json);
    }

    /**
     * Opens the stream of events.
     *
     * @param route of it
     * @param last the id of the last event that was seen; null for none
     * @param silence a stream on which nothing comes for so long is taken for broken
     */
    public EventStream stream(Route route, @Nullable String last, Duration silence) {
        HttpRequest.Builder request = request(route).header("Accept", "text/event-stream");
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> response = begin(request.GET().build());
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), read(response));
        }
        return new EventStream(response.body(), silence);
    }

    /** Waits for an answer to begin. A time limit on the request would hold for all of the answer from JDK 26 on. */
    private HttpResponse<InputStream> begin(HttpRequest request) {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return answer.get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Failure.unreachable(Causes.of(target, e));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Failure.unreachable(Causes.of(target, new HttpTimeoutException("no answer")));
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted();
        }
    }

    private HttpRequest.Builder request(Route route) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.base() + route.path()));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw Failure.unreachable(Causes.of(target, e));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private Failure interrupted() {
        Thread.currentThread().interrupt();
        return Failure.unreachable(target + " was not waited for: this command is being ended");
    }

    private JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw Failure.unreachable(target + " answers more than " + (LARGEST >> 20) + " MiB; ask for less");
            }
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw Failure.unreachable(target + " answers (status " + response.statusCode()
                    + "), but not as the admin port of a Weir node does; name one with --url or WEIR_URL");
        } catch (IOException e) {
            throw Failure.unreachable(Causes.of(target, e));
        }
    }

    private Failure refused(int status, JsonNode problem) {
        String detail = problem.path("detail").asText("");
        List<String> more = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            // Most details name all of what is wrong themselves
            if (!detail.contains(error.path("detail").asText(error.toString()))) {
                more.add(error(error));
            }
        }
        if (status == 401 && token == null) {
            more.add("Give a token with --token-file FILE or WEIR_TOKEN.");
        }
        return Failure.refused(
                status, detail.isEmpty() ? target + " answers with status " + status + " and no reason" : detail, more);
    }

    private static String error(JsonNode error) {
        if (error.isTextual()) {
            return error.textValue();
        }
        String pointer = error.path("pointer").asText("");
        String at = pointer.startsWith("#/") ? pointer.substring(2).replace('/', '.') : pointer;
        String detail = error.path("detail").asText(error.toString());
        return at.isEmpty() ? detail : at + ": " + detail;
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
