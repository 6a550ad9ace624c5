package io.weir.admin.api;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Where the routes of the control plane in use are found: Pekko Management's, reads only. Any thread. */
public interface ClusterRoutes {
    /** No control plane, ever. */
    ClusterRoutes NONE = () -> null;

    /** What answers a request below {@code /cluster}; null while there is no control plane. */
    @Nullable
    Function<HttpRequest, CompletionStage<HttpResponse>> current();
}
