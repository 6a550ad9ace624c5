package io.weir.admin;

import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import io.weir.observe.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** Answers the admin port's requests. Keeps nothing; any thread. */
final class AdminRoutes {
    private static final long STUCK = TimeUnit.SECONDS.toNanos(10);
    private static final ContentType JSON = ContentTypes.APPLICATION_JSON;
    private static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");
    private static final ContentType TEXT = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");
    private static final ContentType OPEN_METRICS =
            ContentTypes.parse("application/openmetrics-text; version=1.0.0; charset=utf-8");
    private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

    private final AdminSources sources;
    private final Gate gate;
    private final Map<String, Route> routes =
            Map.of("/alive", this::alive, "/ready", this::ready, "/metrics", this::metrics);

    private interface Route {
        HttpResponse answer(HttpRequest request);
    }

    AdminRoutes(AdminSettings settings, AdminSources sources) {
        this.sources = sources;
        this.gate = new Gate(settings);
    }

    HttpResponse answer(HttpRequest request) {
        String path = request.getUri().path();
        boolean open = path.equals("/alive") || path.equals("/ready");
        Problem denied = open ? null : gate.token(header(request, "Authorization"), Role.VIEWER);
        if (denied != null) {
            return problem(denied);
        }
        String method = request.method().value();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads) {
            Problem refused = gate.write(header(request, "Host"));
            if (refused != null) {
                return problem(refused);
            }
        }
        Route route = routes.get(path);
        if (route == null) {
            return problem(Problem.of(404, "Not Found", "Here are /alive, /ready and /metrics, nothing else."));
        }
        if (!reads) {
            return problem(new Problem(
                    405, "Method Not Allowed", "This can only be read, with GET.", Map.of("Allow", "GET, HEAD")));
        }
        return route.answer(request);
    }

    private HttpResponse alive(HttpRequest request) {
        Utf8 loops = new Utf8();
        boolean alive = true;
        for (LoopPulse loop : sources.loops().get()) {
            alive &= loop.sinceTurnNanos() < STUCK;
            loops.ascii(loops.length() == 0 ? "" : ",").ascii("{\"loop\":").number(loop.loop());
            loops.ascii(",\"sinceTurnMillis\":").number(TimeUnit.NANOSECONDS.toMillis(loop.sinceTurnNanos()));
            loops.ascii('}');
        }
        Utf8 out =
                new Utf8().ascii("{\"alive\":").ascii(Boolean.toString(alive)).ascii(",\"loops\":[");
        out.text(new String(loops.copy(), StandardCharsets.US_ASCII)).ascii("]}\n");
        return response(alive ? 200 : 503, JSON, out.copy());
    }

    private HttpResponse ready(HttpRequest request) {
        NodeStatus status = sources.status().get();
        String listener = request.getUri().query().get("listener").orElse(null);
        if (listener != null && !status.listeners().containsKey(listener)) {
            return problem(Problem.of(
                    404,
                    "Not Found",
                    "There is no listener " + listener + "; there are: "
                            + String.join(", ", status.listeners().keySet()) + "."));
        }
        long age = sources.clock().nanoTime() - sources.startedNanos();
        List<Condition> conditions = Readiness.of(status, sources.table().current(), age, listener);
        boolean ready = conditions.stream().allMatch(Condition::met);
        return response(ready ? 200 : 503, JSON, json(ready, listener, conditions));
    }

    private static byte[] json(boolean ready, @Nullable String listener, List<Condition> conditions) {
        Utf8 out = new Utf8().ascii("{\"ready\":").ascii(Boolean.toString(ready));
        if (listener != null) {
            out.ascii(",\"listener\":").json(listener);
        }
        String separator = ",\"conditions\":[";
        for (Condition each : conditions) {
            out.ascii(separator).ascii("{\"name\":").json(each.name());
            out.ascii(",\"met\":").ascii(Boolean.toString(each.met()));
            out.ascii(",\"detail\":").json(each.detail()).ascii('}');
            separator = ",";
        }
        return out.ascii("]}\n").copy();
    }

    private HttpResponse metrics(HttpRequest request) {
        boolean open = Accept.prefersOpenMetrics(header(request, "Accept"));
        return response(200, open ? OPEN_METRICS : TEXT, MetricsPage.render(sources, open));
    }

    private static @Nullable String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse(null);
    }

    static HttpResponse problem(Problem problem) {
        HttpResponse response = response(problem.status(), PROBLEM, problem.json());
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return response;
    }

    private static HttpResponse response(int status, ContentType type, byte[] body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(type, body))
                .addHeader(NO_STORE);
    }
}
