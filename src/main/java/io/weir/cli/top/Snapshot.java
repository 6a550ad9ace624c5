package io.weir.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Failure;
import io.weir.cli.http.Route;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node answered at one moment.
 *
 * @param nanos when, by a clock that never goes back
 * @param cluster the cluster
 * @param listeners those of the asked node
 * @param pools all of them
 * @param traffic counters by node; missing where the node does not tell them
 */
record Snapshot(long nanos, JsonNode cluster, JsonNode listeners, JsonNode pools, JsonNode traffic) {
    /** Asks. Blocks its caller. */
    static Snapshot take(AdminClient node, long nanos) {
        JsonNode cluster = node.get(Route.of("cluster")).json();
        JsonNode listeners = node.get(Route.of("listeners")).json().path("listeners");
        JsonNode pools = node.get(Route.of("pools")).json().path("pools");
        return new Snapshot(nanos, cluster, listeners, pools, traffic(node));
    }

    private static JsonNode traffic(AdminClient node) {
        try {
            return node.get(Route.of("traffic")).json();
        } catch (Failure failure) {
            if (failure.status() == 404 || failure.status() == 501) {
                return JsonNodeFactory.instance.missingNode();
            }
            throw failure;
        }
    }

    String self() {
        return cluster.path("self").asText("?");
    }

    /** Whether the counters are those of all nodes. */
    boolean wide() {
        return traffic.path("nodes").isArray();
    }

    /** By node, what it counts. Where the node does not tell all of them, its own only. */
    Map<String, Map<Thing, Counters>> counters() {
        Map<String, Map<Thing, Counters>> all = new HashMap<>();
        if (wide()) {
            for (JsonNode node : traffic.path("nodes")) {
                all.put(node.path("node").asText(), counters(node.path("listeners"), node.path("backends")));
            }
        } else {
            all.put(self(), own());
        }
        return all;
    }

    private static Map<Thing, Counters> counters(JsonNode listeners, JsonNode backends) {
        Map<Thing, Counters> counters = new HashMap<>();
        listeners.forEach(
                each -> counters.put(new Thing("", each.path("name").asText()), counters(each, each, "opened")));
        backends.forEach(each -> counters.put(
                new Thing(each.path("pool").asText(), each.path("id").asText()), counters(each, each, "opened")));
        return counters;
    }

    private Map<Thing, Counters> own() {
        Map<Thing, Counters> counters = new HashMap<>();
        listeners.forEach(each -> counters.put(
                new Thing("", each.path("name").asText()), counters(each, each.path("totals"), "connections")));
        for (JsonNode pool : pools) {
            for (JsonNode each : pool.path("backends")) {
                Counters total = counters(each, each.path("totals"), "connections");
                counters.put(
                        new Thing(pool.path("name").asText(), each.path("id").asText()), total);
            }
        }
        return counters;
    }

    private static Counters counters(JsonNode live, JsonNode totals, String opened) {
        return new Counters(
                live.path("connections").asLong(),
                totals.path(opened).asLong(),
                totals.path("bytesIn").asLong(),
                totals.path("bytesOut").asLong());
    }
}
