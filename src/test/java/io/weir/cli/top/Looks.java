package io.weir.cli.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.text.AnyText;
import java.util.SplittableRandom;

/** Answers of nodes that are not there. */
final class Looks {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final long SECOND = 1_000_000_000L;

    private Looks() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Two nodes with one listener and two backends; each counter a node is what is given. */
    static Snapshot at(double seconds, long first, long second) {
        return new Snapshot(
                (long) (seconds * SECOND),
                json("""
                        {"name":"prod","self":"n0","controlPlane":true,"nodes":[
                         {"name":"n0","status":"up","reachable":true,"uptime":60,"connections":4},
                         {"name":"n1","status":"up","reachable":false,"connections":2}]}"""),
                json("""
                        [{"name":"web","algorithm":"random","connections":{"total":6},"backends":[
                         {"id":"blue","pool":"web","state":"ready","health":"up","effectiveWeight":1,"connections":{"total":5}},
                         {"id":"green","pool":"web","state":"draining","health":"down","effectiveWeight":0,
                          "connections":{"total":1}}]}]"""),
                json("{\"nodes\":[" + node("n0", first) + "," + node("n1", second) + "],\"unanswered\":[]}"));
    }

    private static String node(String name, long count) {
        return """
                {"node":"%s","listeners":[{"name":"web","connections":3,"opened":%d,"bytesIn":%d,"bytesOut":%d}],
                 "backends":[{"pool":"web","id":"blue","connections":2,"opened":%d,"bytesIn":%d,"bytesOut":%d},
                  {"pool":"web","id":"green","connections":1,"opened":0,"bytesIn":0,"bytesOut":0}]}""".formatted(name, count, count * 1024, count * 2048, count, count * 1024, count * 2048);
    }

    /** Anything: names of any Unicode, any numbers, parts that are missing. */
    static Snapshot any(SplittableRandom random, long nanos) {
        ObjectNode cluster = JSON.createObjectNode().put("name", text(random)).put("self", text(random));
        cluster.put("controlPlane", random.nextInt(4) > 0);
        ArrayNode nodes = cluster.putArray("nodes");
        for (int i = random.nextInt(5); i > 0; i--) {
            nodes.addObject()
                    .put("name", text(random))
                    .put("status", text(random))
                    .put("reachable", random.nextBoolean())
                    .put("connections", number(random));
        }
        ArrayNode pools = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode pool = pools.addObject().put("name", text(random));
            ArrayNode backends = pool.putArray("backends");
            for (int k = random.nextInt(8); k > 0; k--) {
                ObjectNode backend =
                        backends.addObject().put("id", text(random)).put("pool", text(random));
                backend.put("state", text(random)).putObject("connections").put("total", number(random));
            }
        }
        JsonNode traffic = random.nextInt(4) == 0 ? JSON.missingNode() : traffic(random);
        return new Snapshot(nanos, cluster, pools, traffic);
    }

    private static JsonNode traffic(SplittableRandom random) {
        ObjectNode traffic = JSON.createObjectNode();
        ArrayNode nodes = traffic.putArray("nodes");
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode node = nodes.addObject().put("node", text(random));
            ArrayNode listeners = node.putArray("listeners");
            for (int k = random.nextInt(3); k > 0; k--) {
                listeners
                        .addObject()
                        .put("name", text(random))
                        .put("opened", number(random))
                        .put("bytesIn", number(random))
                        .put("bytesOut", number(random));
            }
        }
        return traffic;
    }

    private static long number(SplittableRandom random) {
        return random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
    }

    static String text(SplittableRandom random) {
        return AnyText.of(random, 20);
    }
}
