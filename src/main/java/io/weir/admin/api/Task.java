package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/**
 * What a request was found to ask for, before its body is read.
 *
 * @param endpoint the route
 * @param names what stands in its places
 */
public record Task(Endpoint endpoint, Map<String, String> names) {
    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";
    static final String LAST_EVENT_ID = "Last-Event-ID";

    /** The headers that a handler may want to see. */
    public static final List<String> HEADERS = List.of(IF_MATCH, IF_NONE_MATCH, LAST_EVENT_ID);

    /** The least role that may ask. */
    public Role role() {
        return endpoint.role();
    }

    /** What is asked for, for people. */
    public String what() {
        return endpoint.toString();
    }

    /** Whether a JSON body belongs to it; else it takes none; a POST also an empty object. */
    public boolean takesBody() {
        return endpoint.takesBody();
    }

    /**
     * Does it.
     *
     * @param headers those of {@link #HEADERS} that there are
     * @return the answer; fails with {@link Refused}, or throws it
     */
    public CompletionStage<Reply> run(
            Map<String, List<String>> query, Map<String, String> headers, ByteString body, Caller by) {
        by.require(role(), what());
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(endpoint.query());
        if (!unknown.isEmpty()) {
            throw new Refused(Problem.badRequest("Unknown parameter " + String.join(", ", unknown) + "; known here: "
                    + (endpoint.query().isEmpty() ? "none" : String.join(", ", new TreeSet<>(endpoint.query())))
                    + "."));
        }
        if (!takesBody()
                && !body.isEmpty()
                && !(endpoint.method().equals("POST")
                        && body.utf8String().strip().equals("{}"))) {
            throw new Refused(Problem.badRequest(what() + " takes no body."));
        }
        Conditions.requireNoTag(endpoint, headers);
        return endpoint.handler().answer(new Call(names, query, headers, body, by));
    }
}
