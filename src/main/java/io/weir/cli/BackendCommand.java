package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.http.Route;
import picocli.CommandLine.Parameters;

/** A command about one backend. */
abstract class BackendCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "The pool.")
    private String pool = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The backend's id; its address where it has no other.")
    private String id = "";

    BackendCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        if (pool.isEmpty() || id.isEmpty()) {
            throw misused("POOL and ID must not be empty");
        }
    }

    final Route route() {
        return Route.of("pools", pool, "backends", id);
    }

    final String name() {
        return pool + "/" + id;
    }

    final JsonNode view(AdminClient node) {
        return Names.backend(node, pool, id, () -> node.get(route())).json();
    }

    final Answer patch(AdminClient node, ObjectNode body) {
        return Names.backend(node, pool, id, () -> node.send("PATCH", route(), body));
    }

    final Answer delete(AdminClient node, Route route) {
        return Names.backend(node, pool, id, () -> node.send("DELETE", route, null));
    }
}
