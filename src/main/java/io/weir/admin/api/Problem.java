package io.weir.admin.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * Why a request is not answered as asked: problem details after RFC 9457. Immutable.
 *
 * @param status of the answer
 * @param title of the status
 * @param detail what a person can do about it
 * @param faults what is wrong with the fields of a body, one by one; may be empty
 * @param headers further headers of the answer
 */
public record Problem(int status, String title, String detail, List<Fault> faults, Map<String, String> headers) {
    public Problem {
        faults = List.copyOf(faults);
        headers = Map.copyOf(headers);
    }

    /**
     * Something wrong with one field.
     *
     * @param field its name, with dots between those of nested objects
     * @param detail what is wrong, and what is allowed
     */
    public record Fault(String field, String detail) {}

    /** A problem with nothing more to it. */
    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of(), Map.of());
    }

    /** The same with another header of the answer. */
    public Problem with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Problem(status, title, detail, faults, more);
    }

    static Problem badRequest(String detail) {
        return of(400, "Bad Request", detail);
    }

    static Problem notFound(String detail) {
        return of(404, "Not Found", detail);
    }

    static Problem unavailable(String detail) {
        return of(503, "Service Unavailable", detail);
    }

    /** As a body. */
    public ByteString json() {
        Json out = new Json().object();
        out.field("type", "about:blank").field("title", title).field("status", status);
        out.field("detail", detail);
        if (!faults.isEmpty()) {
            out.name("errors").array();
            for (Fault fault : faults) {
                out.object().field("pointer", pointer(fault.field())).field("detail", fault.detail());
                out.endObject();
            }
            out.endArray();
        }
        return out.endObject().bytes();
    }

    private static String pointer(String field) {
        return "#/" + field.replace("~", "~0").replace("/", "~1").replace('.', '/');
    }
}
