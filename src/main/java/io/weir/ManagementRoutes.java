package io.weir;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.jspecify.annotations.Nullable;

/**
 * Pekko Management's routes over one control plane, to be served by the admin port; it never opens a port of its own. They are
 * made when somebody first asks, as the routing language they are written in is a good part of a start. Any thread.
 */
final class ManagementRoutes {
    private final ActorSystem<?> system;
    private volatile @Nullable Function<HttpRequest, CompletionStage<HttpResponse>> made;

    ManagementRoutes(ActorSystem<?> system) {
        this.system = system;
    }

    Function<HttpRequest, CompletionStage<HttpResponse>> answer() {
        Function<HttpRequest, CompletionStage<HttpResponse>> known = made;
        return known == null ? make() : known;
    }

    private synchronized Function<HttpRequest, CompletionStage<HttpResponse>> make() {
        Function<HttpRequest, CompletionStage<HttpResponse>> known = made;
        if (known == null) {
            var route = PekkoManagement.get(system.classicSystem()).getRoutes().function(system);
            known = request -> {
                try {
                    return route.apply(request);
                } catch (Exception failure) {
                    return CompletableFuture.failedFuture(failure);
                }
            };
            made = known;
        }
        return known;
    }
}
