package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One route with one method.
 *
 * @param method it answers
 * @param path its segments after {@code /api/v1}; one in braces is a place for a name
 * @param role the least that may ask; a handler may ask for more, depending on the body
 * @param takesBody whether it needs a JSON body; else it takes none
 * @param query the parameters it knows
 * @param handler what is done
 */
record Endpoint(String method, List<String> path, Role role, boolean takesBody, Set<String> query, Handler handler) {
    /** Answers a call; may throw {@link Refused} or fail with it. */
    interface Handler {
        CompletionStage<Reply> answer(Call call);
    }

    static Endpoint read(String path, Handler handler) {
        return new Endpoint("GET", List.of(path.split("/")), Role.VIEWER, false, Set.of(), handler);
    }

    static Endpoint write(String method, Role role, String path, Handler handler) {
        boolean body = !method.equals("DELETE");
        return new Endpoint(method, List.of(path.split("/")), role, body, Set.of(), handler);
    }

    /** Something that is done and needs no more to be said. */
    static Endpoint act(Role role, String path, Handler handler) {
        return new Endpoint("POST", List.of(path.split("/")), role, false, Set.of(), handler);
    }

    Endpoint with(String... parameters) {
        return new Endpoint(method, path, role, takesBody, Set.of(parameters), handler);
    }

    /** Whether what it is about has an ETag: each change of a pool or backend, and the reads of one of them. */
    boolean isTagged() {
        return path.getFirst().equals("pools")
                && (!method.equals("GET") || path.getLast().startsWith("{"));
    }

    /** The names in a path that is this one's, or null. */
    @Nullable
    Map<String, String> match(List<String> segments) {
        if (segments.size() != path.size()) {
            return null;
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String part = path.get(i);
            if (part.startsWith("{")) {
                names.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return null;
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return method + " " + Api.BASE + "/" + String.join("/", path);
    }
}
