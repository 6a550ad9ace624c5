package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.text.Line;
import io.weir.cli.text.Tone;

/** An event as a line: when, where, what, and the rest of what it says. */
final class EventLine {
    private EventLine() {}

    static Line of(JsonNode event) {
        String type = Fields.text(event, "type");
        return new Line()
                .add(Fields.text(event, "time") + "  ", Tone.FAINT)
                .add(Fields.text(event, "node") + "  ", Tone.PLAIN)
                .add(type, tone(event.path("details")))
                .add(details(event.path("details")), Tone.PLAIN);
    }

    private static Tone tone(JsonNode details) {
        String health = details.path("health").asText(details.path("to").asText(""));
        return health.isEmpty() || Tone.of(health) == Tone.PLAIN ? Tone.TITLE : Tone.of(health);
    }

    private static String details(JsonNode details) {
        if (details.isTextual()) {
            return "  " + details.textValue();
        }
        StringBuilder text = new StringBuilder();
        details.properties().forEach(detail -> {
            JsonNode value = detail.getValue();
            if (!value.isNull()) {
                text.append("  ").append(detail.getKey()).append('=').append(value(value));
            }
        });
        return text.toString();
    }

    private static String value(JsonNode value) {
        if (!value.isTextual()) {
            return value.toString();
        }
        String text = value.textValue();
        return text.isEmpty() || text.contains(" ") ? '"' + text + '"' : text;
    }
}
