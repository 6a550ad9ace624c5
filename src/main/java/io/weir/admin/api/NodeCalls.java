package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is asked of this node itself: its file read again, drained, ready, gone. */
final class NodeCalls {
    private static final String DRY_RUN = "dryRun";

    private final ApiSources sources;

    NodeCalls(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.act(Role.ADMIN, "reload", this::reload).with(DRY_RUN),
                Endpoint.act(
                        Role.ADMIN,
                        "node/drain",
                        call -> phase(200, sources.node().drain(call.by()))),
                Endpoint.act(
                        Role.ADMIN,
                        "node/ready",
                        call -> phase(200, sources.node().ready(call.by()))),
                Endpoint.act(
                        Role.ADMIN,
                        "node/leave",
                        call -> phase(202, sources.node().leave(call.by()))));
    }

    private static CompletionStage<Reply> phase(int status, CompletionStage<String> act) {
        return act.thenApply(phase -> new Reply(
                status, new Json().object().field("phase", phase).endObject().bytes(), Map.of()));
    }

    private CompletionStage<Reply> reload(Call call) {
        return sources.node().reload(call.flag(DRY_RUN), call.by()).thenApply(NodeCalls::shown);
    }

    private static Reply shown(ReloadReport report) {
        Json out = new Json().object();
        out.field("dryRun", report.dryRun()).field("applied", report.applied());
        out.name("changes").array();
        for (ReloadReport.Change change : report.changes()) {
            out.object().field("action", change.action()).field("path", change.path());
            any(out.name("from"), change.from());
            any(out.name("to"), change.to());
            out.endObject();
        }
        out.endArray().texts("needsRestart", report.needsRestart());
        out.name("overridden").array();
        for (ReloadReport.Hidden hidden : report.overridden()) {
            out.object().field("path", hidden.path());
            out.name("value").raw(hidden.value()).name("fileValue").raw(hidden.fileValue());
            out.endObject();
        }
        return Reply.ok(out.endArray().endObject());
    }

    private static void any(Json out, @Nullable Object value) {
        switch (value) {
            case null -> out.value((String) null);
            case Boolean flag -> out.value(flag);
            case Number number -> out.raw(number.toString());
            case List<?> list -> {
                out.array();
                list.forEach(each -> any(out, each));
                out.endArray();
            }
            case Map<?, ?> map -> {
                out.object();
                map.forEach((name, each) -> any(out.name(String.valueOf(name)), each));
                out.endObject();
            }
            default -> out.value(value.toString());
        }
    }
}
