package io.weir.admin;

import io.weir.admin.api.Problem;
import io.weir.admin.api.Reply;
import java.util.Map;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Makes HTTP responses; none is to be kept by anything on the way. */
final class Answers {
    static final ContentType JSON = ContentTypes.APPLICATION_JSON;
    private static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");
    private static final ContentType EVENTS = ContentTypes.parse("text/event-stream");
    static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

    private Answers() {}

    static HttpResponse of(int status, ContentType type, byte[] body) {
        return of(status, type, ByteString.fromArrayUnsafe(body));
    }

    static HttpResponse of(int status, ContentType type, ByteString body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(type, body))
                .addHeader(NO_STORE);
    }

    static HttpResponse of(Problem problem) {
        return with(of(problem.status(), PROBLEM, problem.json()), problem.headers());
    }

    static HttpResponse of(Reply reply) {
        Source<ByteString, NotUsed> stream = reply.stream();
        if (stream != null) {
            HttpResponse events = HttpResponse.create()
                    .withStatus(StatusCodes.get(reply.status()))
                    .withEntity(HttpEntities.createChunked(EVENTS, stream))
                    .addHeader(NO_STORE);
            return with(events, reply.headers());
        }
        HttpResponse response = reply.body().isEmpty()
                ? HttpResponse.create()
                        .withStatus(StatusCodes.get(reply.status()))
                        .addHeader(NO_STORE)
                : of(reply.status(), JSON, reply.body());
        return with(response, reply.headers());
    }

    private static HttpResponse with(HttpResponse response, Map<String, String> headers) {
        HttpResponse more = response;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            more = more.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return more;
    }
}
