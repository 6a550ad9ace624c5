package io.weir.cli;

import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Failure;
import io.weir.cli.http.Route;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One connection less. */
@Command(
        name = "kill",
        description = "Ends one live connection with a reset to both sides, on whichever node it is.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir connections --client 192.0.2.7      tells the ids", "  weir connection kill 3f2a-17"})
final class ConnectionKillCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The connection's, as 'weir connections' shows it.")
    private String id = "";

    ConnectionKillCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        if (id.isEmpty()) {
            throw misused("ID must not be empty");
        }
    }

    @Override
    void act(AdminClient node) {
        try {
            done(node.send("DELETE", Route.of("connections", id), null), "connection " + id + ": ended");
        } catch (Failure failure) {
            throw failure.status() == 404 ? failure.with("'weir connections' tells the ids.") : failure;
        }
    }
}
