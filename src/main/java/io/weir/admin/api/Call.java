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
 * @param headers those of {@link Task#HEADERS} that it has
 * @param body empty where there is none
 * @param by who asks
 */
public record Call(
        Map<String, String> names,
        Map<String, List<String>> query,
        Map<String, String> headers,
        ByteString body,
        Caller by) {
    public Call {
        names = Map.copyOf(names);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** What stands in a place of the route. */
    String name(String place) {
        String name = names.get(place);
        if (name == null) {
            throw new IllegalArgumentException("the route has no " + place);
        }
        return name;
    }

    /** A parameter's one value, or null where it is not there. */
    @Nullable
    String parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Refused(Problem.badRequest("The parameter " + name + " is there twice."));
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** A parameter that is a whole number, or {@code otherwise} where it is not there. */
    int number(String name, int otherwise, int min, int max) {
        String text = parameter(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw new Refused(
                    Problem.badRequest(name + " is not a whole number; allowed: " + min + " to " + max + "."));
        }
        long number = Long.parseLong(text);
        if (number < min || number > max) {
            throw new Refused(Problem.of(
                    422,
                    "Unprocessable Content",
                    name + ": " + number + " is out of range; allowed: " + min + " to " + max + "."));
        }
        return (int) number;
    }

    /** A parameter that is true, false, or there without a value, which is true as well. */
    boolean flag(String name) {
        return flag(name, false);
    }

    /** The same, and {@code otherwise} where it is not there. */
    boolean flag(String name, boolean otherwise) {
        String value = parameter(name);
        if (value == null) {
            return otherwise;
        }
        if (value.equals("false")) {
            return false;
        }
        if (value.equals("true") || value.isEmpty()) {
            return true;
        }
        throw new Refused(Problem.badRequest(name + " is true or false."));
    }
}
