package io.weir.admin.api;

import io.weir.registry.ChangeReply;
import io.weir.registry.RegistryView;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * What became of a change, as an answer. What is not everywhere yet, or not on disk, is 202 with the names where a 204 would
 * have no room for them.
 */
final class ChangeReplies {
    private final ApiSources sources;

    ChangeReplies(ApiSources sources) {
        this.sources = sources;
    }

    /**
     * For a change that shows the backend or pool as it is now.
     *
     * @throws Refused where nothing was changed
     */
    Reply shown(ChangeReply reply) {
        return switch (reply) {
            case ChangeReply.Done done -> shown(done, done.created() ? 201 : 200);
            case ChangeReply.Gone gone -> gone(gone);
            case ChangeReply.Refused refused -> throw refused(refused);
        };
    }

    /** For a change that takes something away. */
    Reply taken(ChangeReply reply) {
        return switch (reply) {
            case ChangeReply.Done done when done.durable() && done.unconfirmed().isEmpty() -> none();
            case ChangeReply.Done done -> shown(done, 202);
            case ChangeReply.Gone gone -> gone(gone);
            case ChangeReply.Refused refused -> throw refused(refused);
        };
    }

    private Reply shown(ChangeReply.Done done, int status) {
        Json out = new Json().object();
        Counts counts = Counts.of(sources);
        RegistryView.Backend backend = done.backend();
        if (backend == null) {
            PoolJson.fields(counts, done.pool(), out);
        } else {
            BackendJson.one(counts, backend, out);
        }
        spread(out, done.durable(), done.unconfirmed());
        return new Reply(
                status,
                out.endObject().bytes(),
                Map.of("ETag", backend == null ? PoolJson.etag(done.pool()) : BackendJson.etag(backend)));
    }

    private static Reply gone(ChangeReply.Gone gone) {
        if (!gone.left() && gone.durable() && gone.unconfirmed().isEmpty()) {
            return none();
        }
        Json out = new Json().object().field("state", gone.left() ? "removing" : "removed");
        spread(out, gone.durable(), gone.unconfirmed());
        return new Reply(202, out.endObject().bytes(), Map.of());
    }

    private static Reply none() {
        return new Reply(204, ByteString.emptyByteString(), Map.of());
    }

    private static void spread(Json out, boolean durable, List<String> unconfirmed) {
        out.field("durable", durable).texts("unconfirmed", unconfirmed);
    }

    private static Refused refused(ChangeReply.Refused refused) {
        int status = switch (refused.kind()) {
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case PRECONDITION -> 412;
            case RANGE -> 422;
            case MALFORMED -> 400;
        };
        String title = switch (refused.kind()) {
            case NOT_FOUND -> "Not Found";
            case CONFLICT -> "Conflict";
            case PRECONDITION -> "Precondition Failed";
            case RANGE -> "Unprocessable Content";
            case MALFORMED -> "Bad Request";
        };
        return new Refused(Problem.of(status, title, sentence(refused.detail())));
    }

    private static String sentence(String detail) {
        String text = detail.isEmpty() ? detail : Character.toUpperCase(detail.charAt(0)) + detail.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }
}
