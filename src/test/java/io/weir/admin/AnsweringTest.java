package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AnsweringTest {
    private static final ActorTestKit KIT = ActorTestKit.create("answering-test");

    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private final CompletableFuture<HttpRequest> asked = new CompletableFuture<>();
    private final CompletableFuture<Runnable> arrivals = new CompletableFuture<>();
    private final IdleEviction eviction = new IdleEviction(2);
    private final Answering answering = new Answering(
            (request, arrived) -> {
                asked.complete(request);
                arrivals.complete(arrived);
                return answer;
            },
            eviction);

    private record Connection(BoundedSourceQueue<HttpRequest> requests, SinkQueueWithCancel<HttpResponse> responses) {
        /** The next one; none at the connection's end. */
        Optional<HttpResponse> next() throws Exception {
            return soon(responses.pull());
        }

        void ask() {
            requests.offer(HttpRequest.GET("/alive"));
        }

        /** With a body of which nothing comes. */
        void begin() {
            requests.offer(HttpRequest.POST("/x")
                    .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, 5, Source.<ByteString>maybe())));
        }
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static <T> T soon(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(Patience.seconds(10).toMillis(), TimeUnit.MILLISECONDS);
    }

    private Connection connection() {
        return connection(Flow.create());
    }

    private Connection connection(Flow<HttpResponse, HttpResponse, ?> writing) {
        var both = Source.<HttpRequest>queue(1)
                .via(answering)
                .via(writing)
                .toMat(Sink.queue(1), Keep.both())
                .run(KIT.system());
        return new Connection(both.first(), both.second());
    }

    @Test
    void oneWhoEndsWhileTheAnswerIsUnderWayGetsAllOfIt() throws Exception {
        CompletableFuture<HttpResponse> underWay = new CompletableFuture<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        Connection connection = connection(Flow.<HttpResponse>create().mapAsync(1, response -> {
            underWay.complete(response);
            return written.thenApply(any -> response);
        }));
        answer.complete(HttpResponse.create());
        connection.ask();
        soon(underWay);
        connection.requests.complete();
        written.complete(null);
        assertThat(connection.next()).isPresent();
        assertThat(connection.next()).isEmpty();
    }

    @Test
    void oneWhoEndsBeforeTheAnswerGetsIt() throws Exception {
        Connection connection = connection();
        connection.ask();
        soon(asked);
        connection.requests.complete();
        answer.complete(HttpResponse.create());
        assertThat(connection.next()).isPresent();
        assertThat(connection.next()).isEmpty();
    }

    @Test
    void oneThatAsksNothingGivesWay() throws Exception {
        CompletionStage<Optional<HttpResponse>> next = connection().responses.pull();
        Patience.until("its end").until(() -> {
            eviction.opened(() -> {});
            return next.toCompletableFuture().isDone();
        });
        assertThat(soon(next)).isEmpty();
    }

    @Test
    void oneWhoseBodyDoesNotComeIsToldSoAndGivesWay() throws Exception {
        Connection slow = connection();
        slow.begin();
        soon(asked);
        eviction.opened(() -> {});
        HttpResponse late = slow.next().orElseThrow();
        assertThat(late.status().intValue()).isEqualTo(408);
        answer.complete(HttpResponse.create());
        assertThat(slow.next()).isEmpty();
    }

    @Test
    void oneWhoseBodyIsThereStays() throws Exception {
        Connection busy = connection();
        busy.begin();
        soon(arrivals).run();
        for (int i = 0; i < 10; i++) {
            eviction.opened(() -> {});
        }
        answer.complete(HttpResponse.create());
        assertThat(busy.next().orElseThrow().status().intValue()).isEqualTo(200);
    }

    @Test
    void oneThatIsBeingAnsweredStays() throws Exception {
        Connection busy = connection();
        busy.ask();
        soon(asked);
        for (int i = 0; i < 10; i++) {
            eviction.opened(() -> {});
        }
        answer.complete(HttpResponse.create());
        assertThat(busy.next()).isPresent();
    }
}
