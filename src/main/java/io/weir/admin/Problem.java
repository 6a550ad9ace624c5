package io.weir.admin;

import io.weir.observe.Utf8;
import java.util.Map;

/**
 * Why a request is not answered as asked: problem details after RFC 9457. Immutable.
 *
 * @param status of the answer
 * @param title of the status
 * @param detail what a person can do about it
 * @param headers further headers of the answer
 */
record Problem(int status, String title, String detail, Map<String, String> headers) {
    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, Map.of());
    }

    byte[] json() {
        Utf8 out = new Utf8();
        out.ascii("{\"type\":\"about:blank\",\"title\":").json(title);
        out.ascii(",\"status\":").number(status);
        out.ascii(",\"detail\":").json(detail).ascii("}\n");
        return out.copy();
    }
}
