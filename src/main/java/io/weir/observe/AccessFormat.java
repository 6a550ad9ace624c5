package io.weir.observe;

import io.weir.model.LogFormat;
import io.weir.model.NodeRun;
import org.jspecify.annotations.Nullable;

/**
 * The access log's line: the contract's fields in the contract's order, as a JSON object or as {@code name=value}
 * pairs. Times are whole milliseconds, rounded down. What is not known is {@code null} in JSON and {@code -} in text.
 * The id becomes text only here, on the writer's thread.
 */
final class AccessFormat implements LineFormat<AccessRecord> {
    private final IsoTime time = new IsoTime();
    private final boolean json;
    private final String node;
    private final String idPrefix;
    private boolean first;

    AccessFormat(LogFormat format, NodeRun run) {
        this.json = format == LogFormat.JSON;
        this.node = run.node();
        this.idPrefix = run.prefix();
    }

    @Override
    public void append(AccessRecord r, Utf8 out) {
        first = true;
        if (json) {
            out.ascii('{');
        }
        name("time", out);
        quote(out);
        time.append(r.epochMillis(), out);
        quote(out);
        word("node", node, out);
        word("listener", r.listener(), out);
        name("client", out);
        quote(out);
        AddressText.append(r.client(), r.clientPort(), out);
        quote(out);
        word("pool", r.pool(), out);
        word("backend", r.backend(), out);
        name("id", out);
        quote(out);
        out.ascii(idPrefix).number(r.id());
        quote(out);
        number("attempts", r.attempts(), out);
        millis("queueMillis", r.queueNanos(), out);
        millis("connectMillis", r.connectNanos(), out);
        millis("firstByteMillis", r.firstByteNanos(), out);
        millis("durationMillis", r.durationNanos(), out);
        number("bytesIn", r.bytesIn(), out);
        number("bytesOut", r.bytesOut(), out);
        word("sni", r.sni(), out);
        word("reason", r.reason().word(), out);
        if (json) {
            out.ascii('}');
        }
    }

    private void name(String name, Utf8 out) {
        if (!first) {
            out.ascii(json ? ',' : ' ');
        }
        first = false;
        quote(out);
        out.ascii(name);
        quote(out);
        out.ascii(json ? ':' : '=');
    }

    private void quote(Utf8 out) {
        if (json) {
            out.ascii('"');
        }
    }

    private void number(String name, long value, Utf8 out) {
        name(name, out);
        out.number(value);
    }

    private void millis(String name, long nanos, Utf8 out) {
        name(name, out);
        if (nanos < 0) {
            out.ascii(json ? "null" : "-");
        } else {
            out.number(nanos / 1_000_000);
        }
    }

    private void word(String name, @Nullable String value, Utf8 out) {
        name(name, out);
        if (value == null) {
            out.ascii(json ? "null" : "-");
        } else if (json || !plain(value)) {
            out.json(value);
        } else {
            out.ascii(value);
        }
    }

    /** Whether a value can stand in a text line without quotes. */
    private static boolean plain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\') {
                return false;
            }
        }
        return !value.isEmpty() && !value.equals("-");
    }
}
