package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Route;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Backends with what is known of them. */
@Command(
        name = "list",
        description = "Shows the backends of one pool, or of all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir backend list                                         all pools",
            "  weir backend list web",
            "  weir backend list web --json | jq '.backends[].health'    for programs"
        })
final class BackendListCommand extends ClientCommand {
    @Parameters(paramLabel = "POOL", arity = "0..1", description = "The pool; all of them if not given.")
    private @Nullable String pool;

    BackendListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void act(AdminClient node) {
        String wanted = pool;
        JsonNode answer = wanted == null
                ? node.get(Route.of("pools")).json()
                : Names.backend(node, wanted, "", () -> node.get(Route.of("pools", wanted, "backends")))
                        .json();
        if (json()) {
            print(answer);
            return;
        }
        BackendTable table = new BackendTable();
        if (wanted == null) {
            answer.path("pools").forEach(table::pool);
        } else {
            table.pool(answer);
        }
        print(table.table());
    }
}
