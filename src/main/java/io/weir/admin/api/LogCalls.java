package io.weir.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.model.AdminSettings.Role;
import io.weir.model.LogLevel;
import io.weir.observe.EventType;
import io.weir.observe.Logging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads and changes what this node logs, until it is started again. */
final class LogCalls {
    private static final String LEVEL = "level";

    private final Acts acts;

    LogCalls(ApiSources sources) {
        this.acts = new Acts(sources);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.read("log/level", call -> shown()),
                Endpoint.write("PUT", Role.ADMIN, "log/level", this::change));
    }

    private static CompletionStage<Reply> shown() {
        return CompletableFuture.completedFuture(Reply.ok(
                new Json().object().field(LEVEL, Logging.level().word()).endObject()));
    }

    private CompletionStage<Reply> change(Call call) {
        Fields fields = Fields.of(call.body(), Set.of(LEVEL));
        if (!fields.has(LEVEL) || fields.isNull(LEVEL)) {
            fields.wrongType(LEVEL, "missing; allowed: " + words());
        }
        LogLevel level = fields.read(LEVEL, (field, value) -> level(fields, value));
        fields.check();
        if (level == null) {
            throw new IllegalStateException("a level that is not there was not noticed");
        }
        Map<String, String> what = new LinkedHashMap<>();
        what.put("old", Logging.level().word());
        what.put("new", level.word());
        Logging.level(level);
        acts.done(EventType.LOG_LEVEL, call.by(), what);
        return shown();
    }

    private static @Nullable LogLevel level(Fields fields, JsonNode value) {
        if (!value.isTextual()) {
            fields.wrongType(LEVEL, "not a word; allowed: " + words());
            return null;
        }
        for (LogLevel level : LogLevel.values()) {
            if (level.word().equals(value.textValue())) {
                return level;
            }
        }
        fields.outOfRange(LEVEL, "none of: " + words());
        return null;
    }

    private static String words() {
        List<String> words = new ArrayList<>();
        for (LogLevel level : LogLevel.values()) {
            words.add(level.word());
        }
        return String.join(", ", words);
    }
}
