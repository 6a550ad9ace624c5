package io.weir.admin;

import io.weir.admin.api.Problem;
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
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        String detail = error.summary().isBlank() ? status.defaultMessage() : error.summary();
        return Answers.of(Problem.of(status.intValue(), status.reason(), detail));
    }
}
