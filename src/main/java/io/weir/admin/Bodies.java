package io.weir.admin;

import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.util.ByteString;

/** Reads the bodies of requests, which are small or refused. Any thread; waits for none. */
final class Bodies {
    /** No body is longer. */
    static final int MOST_BYTES = 64 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Bodies() {}

    /** Refuses what does not call itself JSON, which a page in a browser cannot send elsewhere unasked, or is compressed. */
    static void requireJson(HttpRequest request) {
        MediaType type = request.entity().getContentType().mediaType();
        if (!type.mainType().equals("application") || !type.subType().equals("json")) {
            throw new Refused(Problem.of(
                    415,
                    "Unsupported Media Type",
                    "The body must be JSON and say so: send \"Content-Type: application/json\"."));
        }
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("content-encoding") && !header.value().equalsIgnoreCase("identity")) {
                throw new Refused(Problem.of(
                                415,
                                "Unsupported Media Type",
                                "The body is read as it comes: send it without \"Content-Encoding: " + header.value()
                                        + "\".")
                        .with("Accept-Encoding", "identity"));
            }
        }
    }

    /** All of it; fails with {@link Refused} where it is too long, too slow or broken. */
    static CompletionStage<ByteString> read(HttpRequest request, ActorSystem<?> system) {
        return read(request, system, PATIENCE);
    }

    /** The same with another patience. */
    static CompletionStage<ByteString> read(HttpRequest request, ActorSystem<?> system, Duration patience) {
        RequestEntity entity = request.entity();
        OptionalLong declared = entity.getContentLengthOption();
        if (declared.isPresent() && declared.getAsLong() > MOST_BYTES) {
            throw tooLong();
        }
        // What came with the head, or is none at all, costs no stream of its own.
        if (entity instanceof HttpEntity.Strict all) {
            return CompletableFuture.completedFuture(all.getData());
        }
        return entity.toStrict(patience.toMillis(), MOST_BYTES, system).handle((strict, failure) -> {
            if (failure != null) {
                throw refused(failure, patience);
            }
            return strict.getData();
        });
    }

    private static RuntimeException refused(Throwable failure, Duration patience) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof EntityStreamSizeException) {
            return tooLong();
        }
        if (cause instanceof TimeoutException) {
            return new Refused(Problem.of(
                    408, "Request Timeout", "The body did not arrive within " + patience.toSeconds() + " seconds."));
        }
        return new Refused(Problem.of(400, "Bad Request", "The body could not be read: " + cause.getMessage()));
    }

    private static Refused tooLong() {
        return new Refused(Problem.of(413, "Content Too Large", "The body is longer than " + MOST_BYTES + " bytes."));
    }
}
