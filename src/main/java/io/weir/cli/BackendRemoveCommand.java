package io.weir.cli;

import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.http.Route;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A backend less, on every node. */
@Command(
        name = "remove",
        description =
                "Takes a backend that was added at run time away from every node. It gets no new connections and is "
                        + "gone when its last one has ended. One that a file names is taken out of the file instead.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir backend remove web b9                   once it has no connection",
            "  weir backend remove web b9 --deadline 30s    what is left then is closed",
            "  weir backend remove web b9 --force           everything is reset at once"
        })
final class BackendRemoveCommand extends BackendCommand {
    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "Close what is left after that, such as 30s or 5m.")
    private @Nullable String deadline;

    @Option(names = "--force", description = "Close everything at once.")
    private boolean force;

    BackendRemoveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        super.check();
        if (force && deadline != null) {
            throw misused("either --deadline or --force: force closes everything at once");
        }
        new Values(this).deadline(deadline);
    }

    @Override
    void act(AdminClient node) {
        Route route = route().with("deadline", deadline).with("force", force ? "true" : null);
        Answer answer = delete(node, route);
        boolean left = answer.json().path("state").asText().equals("removing");
        done(answer, name() + (left ? ": removing, until its last connection has ended" : ": removed"));
    }
}
