package io.weir.admin;

import io.weir.admin.api.Api;
import io.weir.admin.api.ClusterRoutes;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Passes reads below {@code /cluster} on to the routes of the control plane in use. These belong to another actor system,
 * which may end at any time: a request that it takes along is answered here all the same. Any thread.
 */
final class ControlRoutes {
    private static final long PATIENCE_SECONDS = 5;
    private static final int LONGEST_DETAIL = 500;
    /** How these routes dress what they say in most cases. */
    private static final Pattern MESSAGE = Pattern.compile("\\{\"message\":\"([^\"\\\\]*)\"}");

    private final ActorSystem<?> system;
    private final ClusterRoutes routes;

    ControlRoutes(ActorSystem<?> system, ClusterRoutes routes) {
        this.system = system;
        this.routes = routes;
    }

    static boolean own(String path) {
        return path.equals("/cluster") || path.startsWith("/cluster/");
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        if (!request.method().value().equals("GET")) {
            throw new Refused(Api.wrongMethod(Set.of("GET")));
        }
        Function<HttpRequest, CompletionStage<HttpResponse>> current = routes.current();
        if (current == null) {
            throw new Refused(unavailable(
                    "This node has no control plane at the moment: it looks for its seeds, or starts it again."));
        }
        return CompletableFuture.completedFuture(request)
                .thenCompose(current)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((response, failure) -> {
                    if (failure != null) {
                        throw new Refused(unavailable("The control plane does not answer at the moment; try again."));
                    }
                    return response.status().isFailure() ? problem(response) : response.addHeader(Answers.NO_STORE);
                });
    }

    /** What the routes say in plain text, as every other error here. */
    private HttpResponse problem(HttpResponse response) {
        String said = response.entity() instanceof HttpEntity.Strict strict
                ? strict.getData().utf8String().strip()
                : "";
        response.discardEntityBytes(system);
        Matcher message = MESSAGE.matcher(said);
        String detail = said.isEmpty()
                ? response.status().defaultMessage()
                : message.matches() ? String.valueOf(message.group(1)) : said;
        return Answers.of(Problem.of(
                response.status().intValue(),
                response.status().reason(),
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "..."));
    }

    private static Problem unavailable(String detail) {
        return Problem.of(503, "Service Unavailable", detail);
    }
}
