package io.weir.admin.api;

import io.weir.model.AdminState;
import io.weir.model.BackendId;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.registry.Change;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.util.ByteString;

/** From the bodies of writes to changes of a backend; refuses with all that is wrong. Any thread. */
final class BackendBodies {
    private static final Set<String> PUT = Set.of("address", "weight", "maxConnections", "backup");
    private static final Set<String> PATCH = Set.of("weight", "maxConnections", "state", "deadline", "healthOverride");

    private final AddressText addresses;

    BackendBodies(AddressText addresses) {
        this.addresses = addresses;
    }

    Change put(String pool, String id, ByteString body) {
        Fields fields = Fields.of(body, PUT);
        Kinds kinds = new Kinds(fields, addresses);
        if (!BackendId.fits(id)) {
            fields.outOfRange("id", "the path's id does not fit; allowed: " + BackendId.ALLOWED);
        }
        if (!fields.has("address") || fields.isNull("address")) {
            fields.wrongType("address", "missing; allowed: host:port or [v6]:port");
        }
        HostPort address = fields.read("address", kinds::address);
        int weight = fields.or("weight", 1, kinds::weight);
        Integer limit = fields.read("maxConnections", kinds::limit);
        boolean backup = fields.or("backup", false, kinds::flag);
        fields.check();
        if (address == null) {
            throw new IllegalStateException("an address that is not there was not noticed");
        }
        return new Change.PutBackend(pool, id, address, weight, limit == null ? Off.COUNT : limit, backup);
    }

    Change.PatchBackend patch(String pool, String id, ByteString body) {
        Fields fields = Fields.of(body, PATCH);
        Kinds kinds = new Kinds(fields, addresses);
        if (fields.isEmpty()) {
            throw new Refused(Problem.badRequest(
                    "Nothing is to be changed; known here: " + String.join(", ", new TreeSet<>(PATCH)) + "."));
        }
        Change.PatchBackend patch = Change.PatchBackend.of(pool, id);
        if (fields.has("weight")) {
            patch = patch.weight(fields.read("weight", kinds::weight));
        }
        if (fields.has("maxConnections")) {
            patch = patch.maxConnections(fields.read("maxConnections", kinds::limit));
        }
        if (fields.has("healthOverride")) {
            patch = patch.healthOverride(fields.read("healthOverride", kinds::health));
        }
        AdminState state = fields.read("state", kinds::state);
        Duration deadline = fields.read("deadline", kinds::deadline);
        if (fields.has("deadline") && !fields.has("state")) {
            fields.outOfRange("deadline", "goes with a state: send \"state\" as well");
        } else if (deadline != null && (state == AdminState.READY || fields.isNull("state"))) {
            fields.outOfRange("deadline", "goes with draining or maintenance only");
        }
        if (fields.has("state")) {
            patch = patch.state(state == null ? null : new Change.Wish(state, deadline));
        }
        fields.check();
        return patch;
    }
}
