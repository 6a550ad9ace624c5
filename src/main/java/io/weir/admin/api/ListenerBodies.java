package io.weir.admin.api;

import io.weir.registry.Change.Patch;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** From the body of a write to a change of a listener; refuses with all that is wrong. */
final class ListenerBodies {
    private static final Set<String> KNOWN = Set.of("pool", "paused", "maxConnections");

    private ListenerBodies() {}

    static ListenerPatch patch(ByteString body, AddressText addresses) {
        Fields fields = Fields.of(body, KNOWN);
        Kinds kinds = new Kinds(fields, addresses);
        if (fields.isEmpty()) {
            throw new Refused(Problem.badRequest(
                    "Nothing is to be changed; known here: " + String.join(", ", new TreeSet<>(KNOWN)) + "."));
        }
        ListenerPatch patch = new ListenerPatch(
                field(fields, "pool", kinds::name),
                field(fields, "paused", kinds::flag),
                field(fields, "maxConnections", kinds::limit));
        fields.check();
        return patch;
    }

    private static <T> Patch<T> field(Fields fields, String name, Fields.Reading<T> kind) {
        if (!fields.has(name)) {
            return new Patch.Keep<>();
        }
        @Nullable T value = fields.read(name, kind);
        return Patch.to(value);
    }
}
