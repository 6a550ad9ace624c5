package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Failure;
import io.weir.cli.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Helps with a name that a node does not know: asks for those there are and names the nearest. */
final class Names {
    private Names() {}

    /** Does something with a backend; an empty id stands for its pool. */
    static <T> T backend(AdminClient node, String pool, String id, Supplier<T> act) {
        try {
            return act.get();
        } catch (Failure failure) {
            throw failure.status() == 404 ? advised(failure, backendNames(node, pool, id)) : failure;
        }
    }

    /** Does something with a listener. */
    static <T> T listener(AdminClient node, String name, Supplier<T> act) {
        try {
            return act.get();
        } catch (Failure failure) {
            throw failure.status() == 404
                    ? advised(failure, Nearest.of(name, names(node, "listeners", "name")))
                    : failure;
        }
    }

    private static Optional<String> backendNames(AdminClient node, String pool, String id) {
        List<String> pools = names(node, "pools", "name");
        if (!pools.contains(pool)) {
            return Nearest.of(pool, pools);
        }
        List<String> ids = new ArrayList<>();
        try {
            node.get(Route.of("pools", pool, "backends"))
                    .json()
                    .path("backends")
                    .forEach(each -> ids.add(each.path("id").asText()));
        } catch (Failure elsewhere) {
            return Optional.empty();
        }
        return Nearest.of(id, ids);
    }

    private static List<String> names(AdminClient node, String what, String field) {
        List<String> names = new ArrayList<>();
        try {
            JsonNode all = node.get(Route.of(what)).json().path(what);
            all.forEach(each -> names.add(each.path(field).asText()));
        } catch (Failure elsewhere) {
            // The failure that brought us here is the one to tell
        }
        return names;
    }

    private static Failure advised(Failure failure, Optional<String> nearest) {
        return nearest.map(name -> failure.with("Did you mean " + name + "?")).orElse(failure);
    }
}
