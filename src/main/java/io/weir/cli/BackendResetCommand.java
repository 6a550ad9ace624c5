package io.weir.cli;

import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Route;
import picocli.CommandLine.Command;

/** Back to the definition. */
@Command(
        name = "reset",
        description = "Takes back everything that was said over a backend's definition: weight, cap, state and health. "
                + "What its file says holds again, or what it was added with.",
        footerHeading = "%nExample:%n",
        footer = "  weir backend reset web b2")
final class BackendResetCommand extends BackendCommand {
    BackendResetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void act(AdminClient node) {
        done(delete(node, new Route(route().path() + "/overrides")), name() + ": as its definition has it");
    }
}
