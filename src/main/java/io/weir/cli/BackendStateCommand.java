package io.weir.cli;

import io.weir.cli.http.AdminClient;
import picocli.CommandLine.Command;

/** The states that need no more than their name. */
abstract class BackendStateCommand extends BackendCommand {
    private final String state;
    private final String sentence;

    BackendStateCommand(Surroundings surroundings, String state, String sentence) {
        super(surroundings);
        this.state = state;
        this.sentence = sentence;
    }

    @Override
    void act(AdminClient node) {
        done(patch(node, object().put("state", state)), name() + ": " + sentence);
    }

    /** Serving again. */
    @Command(
            name = "ready",
            description = "Gives a backend new connections again, on every node: the end of drain or maintenance.",
            footerHeading = "%nExample:%n",
            footer = "  weir backend ready web b2")
    static final class Ready extends BackendStateCommand {
        Ready(Surroundings surroundings) {
            super(surroundings, "ready", "ready");
        }
    }

    /** Neither serving nor checked. */
    @Command(
            name = "maintenance",
            description = "Gives a backend no new connections and no health checks, on every node. Those it has go on: "
                    + "'weir backend drain' follows them to their end.",
            footerHeading = "%nExample:%n",
            footer = "  weir backend maintenance web b2")
    static final class Maintenance extends BackendStateCommand {
        Maintenance(Surroundings surroundings) {
            super(surroundings, "maintenance", "in maintenance: no new connections, no checks");
        }
    }
}
