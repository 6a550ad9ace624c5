package io.weir.admin;

import io.weir.admin.api.Api;
import io.weir.admin.api.Problem;
import java.util.Set;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what the HTTP server cannot make a request of, in the form of every other error. The server makes one by this
 * class's name for each connection, hence public.
 */
public final class MalformedRequests extends ParsingErrorHandler {
    private static final int NOT_IMPLEMENTED = 501;
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE");

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        // Whoever sends nonsense is at fault and not this node, which an answer of 500 and above would say
        if (status.intValue() == NOT_IMPLEMENTED) {
            return Answers.of(Api.wrongMethod(METHODS));
        }
        String detail = error.summary().isBlank() ? status.defaultMessage() : error.summary();
        return Answers.of(
                status.intValue() > NOT_IMPLEMENTED
                        ? Problem.of(400, "Bad Request", detail)
                        : Problem.of(status.intValue(), status.reason(), detail));
    }
}
