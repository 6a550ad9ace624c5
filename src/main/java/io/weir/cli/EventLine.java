package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.text.Line;
import io.weir.cli.text.Text;
import io.weir.cli.text.Tone;
import java.util.ArrayList;
import java.util.List;

/** An event as a line: when, where, what, and the rest of what it says. */
final class EventLine {
    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    private EventLine() {}

    /** On a screen so wide; what has no room goes on below, and no word is broken that fits into a line. */
    static List<Line> of(JsonNode event, int width) {
        List<Line> lines = new ArrayList<>();
        Line line = new Line();
        for (Line.Piece word : words(event)) {
            boolean first = line.width() == 0;
            if (!first && line.width() + GAP.length() + Text.width(word.text()) > width) {
                lines.add(line);
                line = new Line().add(INDENT, Tone.PLAIN).add(word.text(), word.tone());
            } else {
                line.add(first ? "" : GAP, Tone.PLAIN).add(word.text(), word.tone());
            }
        }
        lines.add(line);
        return lines;
    }

    private static List<Line.Piece> words(JsonNode event) {
        JsonNode details = event.path("details");
        List<Line.Piece> words = new ArrayList<>();
        words.add(new Line.Piece(Fields.text(event, "time"), Tone.FAINT));
        words.add(new Line.Piece(Fields.text(event, "node"), Tone.PLAIN));
        words.add(new Line.Piece(Fields.text(event, "type"), tone(details)));
        if (details.isTextual()) {
            words.add(new Line.Piece(details.textValue(), Tone.PLAIN));
        }
        details.properties().forEach(detail -> {
            JsonNode value = detail.getValue();
            if (!value.isNull()) {
                words.add(new Line.Piece(detail.getKey() + "=" + value(value), Tone.PLAIN));
            }
        });
        return words;
    }

    private static Tone tone(JsonNode details) {
        String health = details.path("health").asText(details.path("to").asText(""));
        return health.isEmpty() || Tone.of(health) == Tone.PLAIN ? Tone.TITLE : Tone.of(health);
    }

    private static String value(JsonNode value) {
        if (!value.isTextual()) {
            return value.toString();
        }
        String text = value.textValue();
        return text.isEmpty() || text.contains(" ") ? '"' + text + '"' : text;
    }
}
