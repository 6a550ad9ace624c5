package io.weir.kit;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What another version of a program might have sent in the place of a message: the same with more or with less in one of its
 * parts, however deep. Parts are objects and rows; a row is an array that stands in an array.
 */
public final class OtherVersions {
    private static final String ADDED = "addedLater";

    private OtherVersions() {}

    /**
     * A message of another version.
     *
     * @param what is different in it, for people
     * @param tree it
     */
    public record Variant(String what, JsonNode tree) {
        @Override
        public String toString() {
            return what + " in " + tree;
        }
    }

    private record Place(JsonPointer at, JsonNode part) {}

    /**
     * Of a newer version: each has something more in one part.
     *
     * @param whole the message of this version
     * @param maps names of fields whose objects are maps, whose keys are no fields
     * @return at least one
     */
    public static List<Variant> newer(JsonNode whole, Set<String> maps) {
        List<Variant> variants = new ArrayList<>();
        for (Place place : places(whole, maps)) {
            JsonNode more = whole.deepCopy();
            switch (more.at(place.at())) {
                case ObjectNode object ->
                    object.putObject(ADDED).putArray("deep").add("x");
                case ArrayNode row -> row.addObject().put("deep", "x");
                default -> throw new IllegalStateException("no part at " + place.at());
            }
            variants.add(new Variant("more at '" + place.at() + "'", more));
        }
        return variants;
    }

    /**
     * Of an older version: each has something less in one part; a row, which has no names, lacks its end.
     *
     * @param whole the message of this version
     * @param maps names of fields whose objects are maps, whose keys are no fields
     * @return one for each field, and for each value of a row
     */
    public static List<Variant> older(JsonNode whole, Set<String> maps) {
        List<Variant> variants = new ArrayList<>();
        for (Place place : places(whole, maps)) {
            if (place.part() instanceof ObjectNode object) {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    JsonNode less = whole.deepCopy();
                    ((ObjectNode) less.at(place.at())).remove(field.getKey());
                    variants.add(new Variant("no " + field.getKey() + " at '" + place.at() + "'", less));
                }
            }
            if (place.part() instanceof ArrayNode row) {
                for (int left = 0; left < row.size(); left++) {
                    JsonNode less = whole.deepCopy();
                    ArrayNode shorter = (ArrayNode) less.at(place.at());
                    while (shorter.size() > left) {
                        shorter.remove(shorter.size() - 1);
                    }
                    variants.add(new Variant("only " + left + " at '" + place.at() + "'", less));
                }
            }
        }
        return variants;
    }

    private static List<Place> places(JsonNode whole, Set<String> maps) {
        List<Place> places = new ArrayList<>();
        find(whole, JsonPointer.empty(), false, maps, places);
        return places;
    }

    private static void find(JsonNode node, JsonPointer at, boolean inArray, Set<String> maps, List<Place> places) {
        if (node.isObject() || (node.isArray() && inArray)) {
            places.add(new Place(at, node));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!maps.contains(field.getKey())) {
                find(field.getValue(), at.appendProperty(field.getKey()), false, maps, places);
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                find(node.get(i), at.appendIndex(i), true, maps, places);
            }
        }
    }
}
