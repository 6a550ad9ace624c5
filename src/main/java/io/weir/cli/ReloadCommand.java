package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.http.Route;
import io.weir.cli.text.Line;
import io.weir.cli.text.Tone;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The configuration file, read again. */
@Command(
        name = "reload",
        description = "Makes the asked node read its configuration file again, as SIGHUP does, and shows what changes. "
                + "A file with problems changes nothing, and each of them is told. No connection is lost.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir reload --dry-run     what would change",
            "  weir reload",
            "  weir check -c my.conf     the same look at a file without a node"
        })
final class ReloadCommand extends ClientCommand {
    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    ReloadCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void act(AdminClient node) {
        Answer answer = node.send("POST", Route.of("reload").with("dryRun", dryRun ? "true" : null), null);
        JsonNode body = answer.json();
        if (json()) {
            print(body);
            return;
        }
        List<Line> lines = new ArrayList<>();
        body.path("changes").forEach(change -> lines.add(change(change)));
        if (lines.isEmpty()) {
            lines.add(Line.of("nothing has changed", Tone.PLAIN));
        } else if (dryRun) {
            lines.add(Line.of("a dry run: nothing was changed", Tone.FAINT));
        }
        body.path("overridden")
                .forEach(each -> lines.add(new Line()
                        .add("overridden at run time, which goes on to hold: ", Tone.CARE)
                        .add(named(each), Tone.PLAIN)));
        body.path("needsRestart")
                .forEach(each ->
                        lines.add(new Line().add("needs a restart: ", Tone.CARE).add(named(each), Tone.PLAIN)));
        lines.forEach(this::print);
        Caveats.of(body).forEach(caveat -> err().println("weir: " + caveat));
        err().flush();
    }

    private static Line change(JsonNode change) {
        String action = Fields.text(change, "action");
        Tone tone = action.startsWith("add") ? Tone.GOOD : action.startsWith("remove") ? Tone.BAD : Tone.CARE;
        Line line = new Line().add(action + " ", tone).add(Fields.text(change, "path"), Tone.PLAIN);
        boolean changed = action.startsWith("change");
        String from = value(change.path("from"), changed);
        String to = value(change.path("to"), changed);
        if (!from.isEmpty() && !to.isEmpty()) {
            line.add(": " + from + " -> " + to, Tone.PLAIN);
        } else if (!from.isEmpty() || !to.isEmpty()) {
            line.add(": " + from + to, Tone.PLAIN);
        }
        return line;
    }

    private static String named(JsonNode each) {
        String path = each.path("path").asText("");
        if (path.isEmpty()) {
            return value(each, false);
        }
        return each.has("value")
                ? path + ": " + value(each.path("value"), true) + ", where the file says "
                        + value(each.path("fileValue"), true)
                : path;
    }

    /** As a file would have it, where off stands for null. */
    private static String value(JsonNode value, boolean off) {
        if (value.isMissingNode() || value.isNull()) {
            return off ? "off" : "";
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
