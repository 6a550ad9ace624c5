package io.weir.admin;

import io.weir.admin.api.Problem;
import io.weir.observe.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Answers {@code /alive} and {@code /ready}. Keeps nothing; any thread. */
final class HealthRoutes {
    private static final long STUCK = TimeUnit.SECONDS.toNanos(10);

    private final AdminSources sources;

    HealthRoutes(AdminSources sources) {
        this.sources = sources;
    }

    HttpResponse alive(HttpRequest request) {
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
        return Answers.of(alive ? 200 : 503, Answers.JSON, out.copy());
    }

    HttpResponse ready(HttpRequest request) {
        NodeStatus status = sources.status().get();
        String listener = request.getUri().query().get("listener").orElse(null);
        if (listener != null && !status.listeners().containsKey(listener)) {
            return Answers.of(Problem.of(
                    404,
                    "Not Found",
                    "There is no listener " + listener + "; there are: "
                            + String.join(", ", status.listeners().keySet()) + "."));
        }
        long age = sources.clock().nanoTime() - sources.startedNanos();
        List<Condition> conditions = Readiness.of(status, sources.table().current(), age, listener);
        boolean ready = conditions.stream().allMatch(Condition::met);
        return Answers.of(ready ? 200 : 503, Answers.JSON, json(ready, listener, conditions));
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
}
