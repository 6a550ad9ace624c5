package io.weir.admin.api;

import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A request whose route is known and whose body is read.
 *
 * @param names what stands in the route's places, by their name
 * @param query its parameters, each with all its values
 * @param ifMatch that header's value, or null
 * @param body empty where there is none
 * @param by who asks
 */
public record Call(
        Map<String, String> names,
        Map<String, List<String>> query,
        @Nullable String ifMatch,
        ByteString body,
        Caller by) {
    public Call {
        names = Map.copyOf(names);
        query = Map.copyOf(query);
    }

    /** What stands in a place of the route. */
    String name(String place) {
        String name = names.get(place);
        if (name == null) {
            throw new IllegalArgumentException("the route has no " + place);
        }
        return name;
    }
}
