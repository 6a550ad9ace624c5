package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a node adds to an answer: that a change is not everywhere yet, or not on disk; who was asked and did not answer. */
final class Caveats {
    private Caveats() {}

    static List<String> of(JsonNode answer) {
        List<String> caveats = new ArrayList<>();
        if (answer.path("durable").isBoolean() && !answer.path("durable").booleanValue()) {
            caveats.add("not on disk: it holds until the node ends; see its log for why");
        }
        String unconfirmed = names(answer.path("unconfirmed"));
        if (!unconfirmed.isEmpty()) {
            caveats.add("not confirmed yet by " + unconfirmed + "; they follow as soon as they are reached");
        }
        String unanswered = names(answer.path("unanswered"));
        if (!unanswered.isEmpty()) {
            caveats.add("no answer from " + unanswered + ": what they have is not shown");
        }
        return caveats;
    }

    private static String names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(each -> names.add(io.weir.cli.text.Text.clean(each.asText(each.toString()))));
        return String.join(", ", names);
    }
}
