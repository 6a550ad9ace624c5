package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies that do not come as they should. How long a body may be is seen over the wire, in {@link BackendWritesTest}. */
class BodiesTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static HttpRequest chunked(Source<ByteString, ?> body) {
        return HttpRequest.PUT("/api/v1/pools/web")
                .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, body));
    }

    private static Problem refused(HttpRequest request, Duration patience) {
        CompletionException failure = catchThrowableOfType(
                CompletionException.class,
                () -> Bodies.read(request, PORT.system(), patience)
                        .toCompletableFuture()
                        .join());
        assertThat(failure).cause().isInstanceOf(Refused.class);
        return ((Refused) failure.getCause()).problem();
    }

    @Test
    void oneThatDoesNotArriveInTimeIsNotWaitedFor() {
        Source<ByteString, ?> half =
                Source.from(List.of(ByteString.fromString("{"))).concat(Source.<ByteString>maybe());
        Problem problem = refused(chunked(half), Duration.ofMillis(1100));
        assertThat(problem.status()).isEqualTo(408);
        assertThat(problem.title()).isEqualTo("Request Timeout");
        assertThat(problem.detail()).isEqualTo("The body did not arrive within 1 seconds.");
    }

    @Test
    void oneThatBreaksOffSaysWhy() {
        Problem problem =
                refused(chunked(Source.failed(new IllegalStateException("the line is dead"))), Duration.ofSeconds(20));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("the line is dead");
    }

    @Test
    void oneThatCameWithItsHeadAndNoneAtAllTakeNoStream() {
        for (String text : List.of("", "{}")) {
            HttpRequest request = HttpRequest.PUT("/api/v1/pools/web")
                    .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, text));
            CompletableFuture<ByteString> body =
                    Bodies.read(request, PORT.system()).toCompletableFuture();
            assertThat(body).as(text).isCompletedWithValue(ByteString.fromString(text));
        }
    }
}
