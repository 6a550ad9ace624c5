package io.weir.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.model.AdminState;
import io.weir.model.BackendSpec;
import io.weir.model.DurationText;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.Worded;
import io.weir.registry.overrides.Stamp;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Values of fields as JSON and back. What a newer version may have written and this one cannot use is nothing. */
final class FieldText {
    /** The greatest weight there is. */
    static final int MOST_WEIGHT = 1000;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OFF = "off";
    private static final String DEADLINE = "deadlineMillis";

    private FieldText() {}

    static String count(int count) {
        return Off.is(count) ? "\"" + OFF + "\"" : Integer.toString(count);
    }

    static String word(Worded value) {
        return "\"" + value.word() + "\"";
    }

    static String state(AdminState state, @Nullable Duration deadline, boolean force) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("state", state.word());
        if (deadline != null) {
            node.put(DEADLINE, deadline.toMillis());
        }
        if (force) {
            node.put("force", true);
        }
        return node.toString();
    }

    /** A state for people: its deadline as somebody would write it. */
    static String shownState(String json) {
        if (!(tree(json) instanceof ObjectNode node) || !node.path(DEADLINE).canConvertToLong()) {
            return json;
        }
        Duration deadline = Duration.ofMillis(node.remove(DEADLINE).longValue());
        return node.put("deadline", DurationText.of(deadline)).toString();
    }

    static String definition(BackendSpec spec) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("weight", spec.weight());
        if (!Off.is(spec.maxConnections())) {
            node.put("maxConnections", spec.maxConnections());
        }
        return node.put("backup", spec.backup()).toString();
    }

    static OptionalInt weight(@Nullable String json) {
        JsonNode node = tree(json);
        return node != null && node.isInt() && node.intValue() >= 0 && node.intValue() <= MOST_WEIGHT
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    static OptionalInt cap(@Nullable String json) {
        return cap(tree(json));
    }

    private static OptionalInt cap(@Nullable JsonNode node) {
        if (node != null && node.isInt() && node.intValue() > 0) {
            return OptionalInt.of(node.intValue());
        }
        return node != null && OFF.equals(node.textValue()) ? OptionalInt.of(Off.COUNT) : OptionalInt.empty();
    }

    static @Nullable Health health(@Nullable String json) {
        JsonNode node = tree(json);
        String word = node == null ? null : node.textValue();
        return Health.UP.word().equals(word) ? Health.UP : Health.DOWN.word().equals(word) ? Health.DOWN : null;
    }

    /** What was said before with the state that this text has; as before where it has none. */
    static Spoken state(@Nullable String json, Spoken before, Stamp stamp) {
        JsonNode node = tree(json);
        if (node == null) {
            return before;
        }
        String word = node.path("state").asText("");
        long millis = node.path(DEADLINE).asLong(-1);
        Duration deadline = millis < 0 ? null : Duration.ofMillis(millis);
        for (AdminState state : AdminState.values()) {
            if (state.word().equals(word)) {
                return before.withState(state, deadline, node.path("force").asBoolean(false), stamp);
            }
        }
        return before;
    }

    static Optional<BackendSpec> definition(@Nullable String json, String id, HostPort address) {
        JsonNode node = tree(json);
        if (node == null || !node.isObject()) {
            return Optional.empty();
        }
        int weight = Math.clamp(node.path("weight").asInt(1), 0, MOST_WEIGHT);
        int cap = cap(node.get("maxConnections")).orElse(Off.COUNT);
        return Optional.of(
                new BackendSpec(id, address, weight, cap, node.path("backup").asBoolean(false)));
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException notOurs) {
            return null;
        }
    }
}
