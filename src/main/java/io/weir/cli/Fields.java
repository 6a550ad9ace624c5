package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.text.Amounts;
import io.weir.cli.text.Table.Cell;
import io.weir.cli.text.Tone;
import java.time.Duration;
import java.util.StringJoiner;

/** Parts of a node's answers as people read them. Absent ones are a dash, so that an older node's answers are shown too. */
final class Fields {
    private static final String NONE = "-";

    private Fields() {}

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : NONE;
    }

    static Cell cell(JsonNode node, String field) {
        return Cell.of(text(node, field));
    }

    static Cell state(JsonNode node, String field) {
        return Cell.state(text(node, field));
    }

    static Cell count(JsonNode value) {
        return Cell.of(value.isNumber() ? Amounts.count(value.asLong()) : NONE);
    }

    static Cell bytes(JsonNode value) {
        return Cell.of(value.isNumber() ? Amounts.bytes(value.asLong()) : NONE);
    }

    static Cell millis(JsonNode value) {
        return Cell.of(value.isNumber() ? Amounts.time(Duration.ofMillis(value.asLong())) : NONE);
    }

    static Cell seconds(JsonNode value) {
        return Cell.of(value.isNumber() ? Amounts.time(Duration.ofSeconds(value.asLong())) : NONE);
    }

    static Cell limit(JsonNode value) {
        return Cell.of(value.isNumber() ? Amounts.count(value.asLong()) : "off");
    }

    /** A weight, with what the table has it as where that differs. */
    static Cell weight(JsonNode backend) {
        String set = text(backend, "weight");
        String used = text(backend, "effectiveWeight");
        return Cell.of(set.equals(used) || used.equals(NONE) ? set : set + " (" + used + ")");
    }

    /** A health, with a word for one that an operator said. */
    static Cell health(JsonNode backend) {
        String word = text(backend, "health");
        boolean said = backend.path("healthOverride").isTextual();
        return new Cell(said ? word + " (set)" : word, Tone.of(word));
    }

    /** A state, with what a deadline was given. */
    static Cell backendState(JsonNode backend) {
        String word = text(backend, "state");
        String deadline = backend.path("deadline").asText("");
        return new Cell(backend.path("deadline").isTextual() ? word + " " + deadline : word, Tone.of(word));
    }

    /** {@code n0 3, n1 4}, without those that have none. */
    static String byNode(JsonNode counts) {
        StringJoiner all = new StringJoiner(", ");
        counts.properties().forEach(count -> {
            if (count.getValue().asLong() > 0) {
                all.add(count.getKey() + " " + count.getValue().asLong());
            }
        });
        return all.toString();
    }
}
