package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Limits on the command line: a number, or {@code off}. */
final class Limits {
    private Limits() {}

    static JsonNode parse(ClientCommand command, String option, String text) {
        if (text.equals("off")) {
            return JsonNodeFactory.instance.textNode("off");
        }
        try {
            return JsonNodeFactory.instance.numberNode(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw command.misused(option + " " + text + ": is neither a whole number nor off");
        }
    }
}
