package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Weight, cap and health of a backend, as an operator says. */
@Command(
        name = "set",
        description = "Changes a backend on every node while connections run. It lasts until it is taken back "
                + "with 'weir backend reset', over restarts and whatever the file says.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir backend set web b2 --weight 5",
            "  weir backend set web b2 --weight 0          none, while others can serve",
            "  weir backend set web b2 --max-connections off",
            "  weir backend set web b2 --health down       whatever the checks say",
            "  weir backend set web b2 --health auto       the checks are believed again"
        })
final class BackendSetCommand extends BackendCommand {
    /** What an operator may say of a health. */
    enum Health {
        up,
        down,
        auto
    }

    @Option(names = "--weight", paramLabel = "N", description = "0 to 1000.")
    private @Nullable Integer weight;

    @Option(names = "--max-connections", paramLabel = "N|off", description = "At most so many at a time.")
    private @Nullable String maxConnections;

    @Option(names = "--health", paramLabel = "up|down|auto", description = "auto: what the checks say.")
    private @Nullable Health health;

    BackendSetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        super.check();
        if (weight == null && maxConnections == null && health == null) {
            throw misused("nothing to set: give --weight, --max-connections or --health");
        }
        Values values = new Values(this);
        values.weight(weight);
        values.cap(maxConnections);
    }

    @Override
    void act(AdminClient node) {
        ObjectNode body = object();
        StringBuilder said = new StringBuilder();
        if (weight != null) {
            body.put("weight", weight);
            said.append(", weight ").append(weight);
        }
        JsonNode cap = new Values(this).cap(maxConnections);
        if (cap != null) {
            body.set("maxConnections", cap);
            said.append(", max-connections ").append(maxConnections);
        }
        if (health != null) {
            body.put("healthOverride", health == Health.auto ? null : health.name());
            said.append(", health ").append(health == Health.auto ? "as the checks say" : health.name());
        }
        done(patch(node, body), name() + ": " + said.substring(2));
    }
}
