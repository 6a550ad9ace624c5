package io.weir.admin.api;

import io.weir.registry.Precondition;
import io.weir.registry.Precondition.Tags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers that make a request conditional, after RFC 9110, section 13. If-Match compares strongly, so that a weak
 * tag matches nothing; If-None-Match weakly. All tags given here are strong.
 */
final class Conditions {
    /** One of a list, which may be empty, with what ends it. A tag that lost its quotes on a command line is understood. */
    private static final Pattern ONE =
            Pattern.compile("\\s*+(?:(W/)?\"([!#-~\\x80-\\xff]*+)\"|([0-9A-Za-z]++))?+\\s*+(?:,|$)");

    private Conditions() {}

    /** What a request asks for. */
    static Precondition of(Call call) {
        return new Precondition(
                tags(call.headers(), Task.IF_MATCH, false), tags(call.headers(), Task.IF_NONE_MATCH, true));
    }

    /** Refuses a change that is for a version of what has none: whoever sends it takes it for guarded. */
    static void requireNoTag(Endpoint endpoint, Map<String, String> headers) {
        Tags wanted = tags(headers, Task.IF_MATCH, false);
        if (wanted != null
                && !wanted.equals(Tags.ANY)
                && !endpoint.isTagged()
                && !endpoint.method().equals("GET")) {
            throw new Refused(Problem.of(
                    412,
                    "Precondition Failed",
                    "What " + endpoint + " changes has no ETag; pools and backends have. Send it without If-Match."));
        }
    }

    /**
     * Answers a read by its conditions. It is always the whole answer, whatever If-None-Match names: health and connections
     * change without the tag, and whoever asks again wants to see them.
     *
     * @param tag of what is there, without quotes
     * @param reply where it is to be sent
     */
    static Reply read(Call call, String tag, Supplier<Reply> reply) {
        if (!of(call).isMatched(tag)) {
            throw new Refused(
                    Problem.of(412, "Precondition Failed", "It is there with another ETag than If-Match has."));
        }
        return reply.get().with("ETag", '"' + tag + '"');
    }

    private static @Nullable Tags tags(Map<String, String> headers, String name, boolean weakly) {
        String text = headers.get(name);
        if (text == null) {
            return null;
        }
        if (text.strip().equals("*")) {
            return Tags.ANY;
        }
        Set<String> tags = new HashSet<>();
        boolean any = false;
        Matcher one = ONE.matcher(text);
        for (int at = 0; at < text.length(); at = one.end()) {
            if (!one.region(at, text.length()).lookingAt()) {
                throw malformed(name);
            }
            String tag = one.group(2) != null ? one.group(2) : one.group(3);
            any |= tag != null;
            if (tag != null && (weakly || one.group(1) == null)) {
                tags.add(tag);
            }
        }
        if (!any) {
            throw malformed(name);
        }
        return new Tags(false, tags);
    }

    private static Refused malformed(String name) {
        return new Refused(Problem.badRequest(
                name + " takes ETags as the answer to a GET has them, with commas in between, or *."));
    }
}
