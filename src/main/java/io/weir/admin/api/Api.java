package io.weir.admin.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The routes below {@link #BASE}. Keeps nothing; any thread. */
public final class Api {
    /** Where all of them begin. */
    public static final String BASE = "/api/v1";

    private final List<Endpoint> endpoints;

    /** All routes over these sources. */
    public Api(ApiSources sources) {
        List<Endpoint> all = new ArrayList<>();
        all.addAll(new ClusterCalls(sources).endpoints());
        all.addAll(new Listeners(sources).endpoints());
        all.addAll(new Pools(sources).endpoints());
        all.addAll(new Writes(sources).endpoints());
        all.addAll(new Events(sources).endpoints());
        all.addAll(new Connections(sources).endpoints());
        all.addAll(new Traffic(sources).endpoints());
        all.addAll(new LogCalls(sources).endpoints());
        all.addAll(new NodeCalls(sources).endpoints());
        this.endpoints = List.copyOf(OpenApi.with(all));
    }

    /**
     * Finds what a request asks for.
     *
     * @param method of the request
     * @param path its segments after {@link #BASE}, decoded
     * @throws Refused where there is nothing, or nothing with that method
     */
    public Task find(String method, List<String> path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        Set<String> allowed = new TreeSet<>();
        for (Endpoint endpoint : endpoints) {
            Map<String, String> names = endpoint.match(path);
            if (names != null && endpoint.method().equals(wanted)) {
                return new Task(endpoint, names);
            }
            if (names != null) {
                allowed.add(endpoint.method());
            }
        }
        if (!allowed.isEmpty()) {
            throw new Refused(wrongMethod(allowed));
        }
        throw new Refused(Problem.notFound("There is no such route; there are: "
                + String.join(
                        ", ",
                        new TreeSet<>(endpoints.stream()
                                .map(each -> BASE + "/" + String.join("/", each.path()))
                                .toList()))
                + "."));
    }

    /** Every route as {@code METHOD /path}, in the order they are looked through. */
    public List<String> routes() {
        return endpoints.stream().map(Endpoint::toString).toList();
    }

    /** A route that knows other methods than the one asked for. */
    public static Problem wrongMethod(Set<String> allowed) {
        Set<String> all = new TreeSet<>(allowed);
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        String list = String.join(", ", all);
        return Problem.of(405, "Method Not Allowed", "Here go only: " + list + ".")
                .with("Allow", list);
    }
}
