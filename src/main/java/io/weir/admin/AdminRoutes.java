package io.weir.admin;

import io.weir.admin.api.Api;
import io.weir.admin.api.Caller;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.admin.api.Task;
import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import io.weir.observe.AddressText;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.japi.Pair;
import org.jspecify.annotations.Nullable;

/** Finds who answers a request to the admin port, and whether he may be asked. Keeps nothing; any thread. */
final class AdminRoutes {
    private static final ContentType TEXT = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");
    private static final ContentType OPEN_METRICS =
            ContentTypes.parse("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final ActorSystem<?> system;
    private final AdminSources sources;
    private final Gate gate;
    private final Api api;
    private final ControlRoutes control;
    private final Map<String, Route> routes;

    private interface Route {
        HttpResponse answer(HttpRequest request);
    }

    AdminRoutes(ActorSystem<?> system, Supplier<AdminSettings> access, AdminSources sources) {
        this.system = system;
        this.sources = sources;
        this.gate = new Gate(access);
        this.api = new Api(sources.api());
        this.control = new ControlRoutes(system, sources.api().routes());
        HealthRoutes health = new HealthRoutes(sources);
        this.routes = Map.of(
                "/alive",
                health::alive,
                "/ready",
                health::ready,
                "/metrics",
                this::metrics,
                Dashboard.PAGE,
                request -> Dashboard.answer(Dashboard.PAGE, header(request, "If-None-Match")));
    }

    /**
     * Answers, or fails with {@link Refused}, or throws it.
     *
     * @param arrived run once a body that matters is there
     */
    CompletionStage<HttpResponse> answer(HttpRequest request, Runnable arrived) {
        String path = request.getUri().path();
        boolean reads = reads(request);
        if (reads && Dashboard.isFile(path)) {
            return now(request, Dashboard.answer(path, header(request, "If-None-Match")));
        }
        boolean open = path.equals("/alive") || path.equals("/ready");
        Caller caller;
        try {
            caller = (open ? Caller.ANYONE : gate.caller(header(request, "Authorization"))).at(from(request));
        } catch (Refused refused) {
            if (reads && path.equals(Dashboard.PAGE) && Dashboard.showsPages(header(request, "Accept"))) {
                return now(request, Dashboard.signIn(refused.problem().headers()));
            }
            throw refused;
        }
        caller.require(Role.VIEWER, "this");
        if (!reads) {
            gate.write(header(request, "Host"));
        }
        Route route = routes.get(path);
        if (route != null && !reads) {
            throw new Refused(Api.wrongMethod(Set.of("GET")));
        }
        if (route != null) {
            return now(request, route.answer(request));
        }
        if (ControlRoutes.own(path)) {
            return control.answer(request);
        }
        if (path.startsWith(Api.BASE + "/")) {
            return api(request, request.method().value(), caller, arrived);
        }
        throw new Refused(Problem.of(
                404,
                "Not Found",
                "Here are " + String.join(", ", new TreeSet<>(routes.keySet())) + ", /cluster/members and " + Api.BASE
                        + "."));
    }

    /** Whether it changes nothing. */
    static boolean reads(HttpRequest request) {
        String method = request.method().value();
        return method.equals("GET") || method.equals("HEAD");
    }

    private CompletionStage<HttpResponse> now(HttpRequest request, HttpResponse response) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(response);
    }

    private CompletionStage<HttpResponse> api(HttpRequest request, String method, Caller caller, Runnable arrived) {
        Task task = api.find(method, segments(request));
        caller.require(task.role(), task.what());
        if (task.takesBody() || (method.equals("POST") && fromAPage(request))) {
            Bodies.requireJson(request);
        }
        Map<String, List<String>> query = query(request);
        Map<String, String> headers = new HashMap<>();
        for (String name : Task.HEADERS) {
            for (HttpHeader header : request.getHeaders()) {
                if (header.is(name.toLowerCase(Locale.ROOT))) {
                    headers.merge(name, header.value(), (first, next) -> first + ", " + next);
                }
            }
        }
        return Bodies.read(request, system)
                .thenCompose(body -> {
                    arrived.run();
                    return task.run(query, headers, body, caller);
                })
                // A token may be taken away while events go on for whoever had it.
                .thenApply(reply -> Answers.of(reply.whilst(() -> gate.knows(header(request, "Authorization")))));
    }

    /** A page elsewhere can send a POST without a body unasked, but then its browser says so, and it cannot call it JSON. */
    private static boolean fromAPage(HttpRequest request) {
        return header(request, "Origin") != null || header(request, "Sec-Fetch-Site") != null;
    }

    /** The path below the API's, decoded; one with an empty segment, as an unset name leaves it, is none of ours. */
    private static List<String> segments(HttpRequest request) {
        List<String> all = new ArrayList<>();
        request.getUri().pathSegments().forEach(all::add);
        String path = request.getUri().path();
        return path.endsWith("/") || path.contains("//") ? List.of("") : List.copyOf(all.subList(2, all.size()));
    }

    private static Map<String, List<String>> query(HttpRequest request) {
        Map<String, List<String>> all = new HashMap<>();
        for (Pair<String, String> each : request.getUri().query().toList()) {
            all.computeIfAbsent(each.first(), any -> new ArrayList<>()).add(each.second());
        }
        return all;
    }

    private HttpResponse metrics(HttpRequest request) {
        boolean open = Accept.prefersOpenMetrics(header(request, "Accept"));
        return Answers.of(200, open ? OPEN_METRICS : TEXT, MetricsPage.render(sources, open));
    }

    private static String from(HttpRequest request) {
        RemoteAddress address =
                request.getAttribute(AttributeKeys.remoteAddress).orElse(null);
        if (address == null) {
            return "";
        }
        return address.getAddress()
                .map(host -> AddressText.of(new InetSocketAddress(host, address.getPort())))
                .orElse("");
    }

    private static @Nullable String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse(null);
    }
}
