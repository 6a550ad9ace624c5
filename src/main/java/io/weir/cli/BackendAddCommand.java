package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.http.Route;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A backend more, on every node. */
@Command(
        name = "add",
        description =
                "Adds a backend to a pool on every node, and keeps it over restarts; it replaces one that was added "
                        + "before under the same id. What a file names is changed in the file, or with 'weir backend set'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir backend add web 10.0.0.9:8080",
            "  weir backend add web 10.0.0.9:8080 --id b9 --weight 2 --max-connections 100",
            "  weir backend add web 10.0.0.7:8080 --backup      only while no other can serve"
        })
final class BackendAddCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "The pool.")
    private String pool = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "host:port, or [v6]:port.")
    private String address = "";

    @Option(names = "--id", paramLabel = "ID", description = "Its name; the address if not given.")
    private @Nullable String id;

    @Option(names = "--weight", paramLabel = "N", description = "0 to 1000; 1 if not given.")
    private @Nullable Integer weight;

    @Option(
            names = "--max-connections",
            paramLabel = "N|off",
            description = "At most so many at a time; off if not given.")
    private @Nullable String maxConnections;

    @Option(names = "--backup", description = "Serves only while no other can.")
    private boolean backup;

    BackendAddCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        if (pool.isEmpty() || address.isEmpty() || "".equals(id)) {
            throw misused("POOL, ADDRESS and --id must not be empty");
        }
        Values values = new Values(this);
        values.address(address);
        if (id != null) {
            values.id("--id", id);
        }
        values.weight(weight);
        values.cap(maxConnections);
    }

    @Override
    void act(AdminClient node) {
        ObjectNode body = object().put("address", address);
        if (weight != null) {
            body.put("weight", weight);
        }
        JsonNode cap = new Values(this).cap(maxConnections);
        if (cap != null) {
            body.set("maxConnections", cap);
        }
        if (backup) {
            body.put("backup", true);
        }
        String name = id == null ? address : id;
        Answer answer =
                Names.backend(node, pool, "", () -> node.send("PUT", Route.of("pools", pool, "backends", name), body));
        done(
                answer,
                answer.status() == 201
                        ? pool + "/" + name + ": added"
                        : pool + "/" + name + ": was there already, and is now as you say");
    }
}
