package io.weir.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Route;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node answered at one moment.
 *
 * @param nanos when, by a clock that never goes back
 * @param cluster the cluster
 * @param pools all of them
 * @param traffic what each node counts, and its listeners
 */
record Snapshot(long nanos, JsonNode cluster, JsonNode pools, JsonNode traffic) {
    /** Asks. Blocks its caller. */
    static Snapshot take(AdminClient node, long nanos) {
        JsonNode cluster = node.get(Route.of("cluster")).json();
        JsonNode pools = node.get(Route.of("pools")).json().path("pools");
        return new Snapshot(nanos, cluster, pools, node.get(Route.of("traffic")).json());
    }

    String self() {
        return cluster.path("self").asText("?");
    }

    /** By node, what it counts. */
    Map<String, Map<Thing, Counters>> counters() {
        Map<String, Map<Thing, Counters>> all = new HashMap<>();
        for (JsonNode node : traffic.path("nodes")) {
            Map<Thing, Counters> counters = new HashMap<>();
            node.path("listeners")
                    .forEach(
                            each -> counters.put(new Thing("", each.path("name").asText()), counters(each)));
            node.path("backends")
                    .forEach(each -> counters.put(
                            new Thing(
                                    each.path("pool").asText(), each.path("id").asText()),
                            counters(each)));
            all.put(node.path("node").asText(), counters);
        }
        return all;
    }

    private static Counters counters(JsonNode counted) {
        return new Counters(
                counted.path("connections").asLong(),
                counted.path("opened").asLong(),
                counted.path("bytesIn").asLong(),
                counted.path("bytesOut").asLong());
    }
}
