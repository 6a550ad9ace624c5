package io.weir.admin;

import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.model.AdminSettings;
import io.weir.model.HostPort;
import io.weir.observe.OncePerSecond;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.http.scaladsl.settings.ParserSettings;
import org.apache.pekko.stream.javadsl.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port. It is served by plain request handlers: the routing language costs more of the start than all that is
 * answered here.
 */
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private final ActorSystem<?> system;
    private final AdminRoutes routes;
    private final OncePerSecond faults;

    private AdminServer(ActorSystem<?> system, Supplier<AdminSettings> access, AdminSources sources) {
        this.system = system;
        this.routes = new AdminRoutes(system, access, sources);
        this.faults = new OncePerSecond(LOG::error, sources.clock());
    }

    /** A port that is served, until it is stopped or the actor system ends. */
    public static final class Bound {
        private final ServerBinding binding;

        private Bound(ServerBinding binding) {
            this.binding = binding;
        }

        /** Where it listens; the port is the system's choice where 0 was asked for. */
        public InetSocketAddress address() {
            return binding.localAddress();
        }

        /** Takes no more connections, lets requests end for at most so long, then closes what is left. */
        public CompletionStage<Void> stop(Duration limit) {
            return binding.terminate(limit).thenApply(done -> null);
        }
    }

    /**
     * Asks whether the port can be had, by binding and letting go of it at once: a matter of microseconds, where the
     * first {@link #start} of a process takes a good part of a second. So a node can refuse to start before it opens a
     * listener, and serve the port while the listeners come up.
     *
     * @throws AdminBindException if it cannot
     */
    public static void check(AdminSettings settings) throws AdminBindException {
        HostPort bind = settings.bind();
        try (ServerSocket trial = new ServerSocket()) {
            trial.setReuseAddress(true);
            trial.bind(new InetSocketAddress(host(bind), bind.port()));
        } catch (IOException e) {
            throw new AdminBindException(bind, PortHolder.of(bind), e);
        }
    }

    /** As the one below over plain HTTP, where who may use it never changes. */
    static CompletionStage<Bound> start(ActorSystem<?> system, AdminSettings settings, AdminSources sources) {
        return start(system, settings, () -> settings, sources, null);
    }

    /**
     * Binds and serves the port. Returns at once; the work is done by the actor system's threads.
     *
     * @param system that runs it; not one with event loops as its default dispatcher
     * @param settings where it listens
     * @param access who may use it, which may change
     * @param sources what it shows
     * @param tls makes what each new connection is spoken to through; null for plain HTTP
     * @return the port, or fails with {@link AdminBindException} where it cannot be had
     */
    public static CompletionStage<Bound> start(
            ActorSystem<?> system,
            AdminSettings settings,
            Supplier<AdminSettings> access,
            AdminSources sources,
            @Nullable Supplier<SSLEngine> tls) {
        AdminServer server = new AdminServer(system, access, sources);
        HostPort bind = settings.bind();
        return CompletableFuture.supplyAsync(server::http, system.executionContext()::execute)
                .thenCompose(http -> {
                    ServerBuilder builder = Http.get(system)
                            .newServerAt(host(bind), bind.port())
                            .withSettings(http);
                    return (tls == null ? builder : builder.enableHttps(ConnectionContext.httpsServer(tls::get)))
                            .bindFlow(Flow.fromGraph(
                                    new Answering(server::answer, new IdleEviction(http.getMaxConnections()))));
                })
                .handle((binding, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(
                                new AdminBindException(bind, PortHolder.of(bind), unwrap(failure)));
                    }
                    return new Bound(binding);
                });
    }

    private ServerSettings http() {
        ServerSettings http = ServerSettings.create(system.classicSystem());
        return http.withTransparentHeadRequests(true)
                .withRemoteAddressAttribute(true)
                .withServerHeader(Optional.empty())
                // Health checks of many a balancer speak HTTP/1.0 and name nobody; a change still needs a name that is
                // ours
                .withDefaultHostHeader(Host.create("unnamed.invalid"))
                .withParsingErrorHandler(MalformedRequests.class.getName())
                .withParserSettings(http.getParserSettings()
                        .withMaxContentLength(Bodies.MOST_BYTES)
                        // Else whoever reaches the port can fill the log with his own nonsense.
                        .withErrorLoggingVerbosity(ParserSettings.ErrorLoggingVerbosity$.MODULE$.apply("off")));
    }

    private static String host(HostPort bind) {
        return bind.host().equals("*") ? "::" : bind.host();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, Runnable arrived) {
        CompletionStage<HttpResponse> answer;
        try {
            answer = whole(request, arrived);
        } catch (Exception e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> {
            request.discardEntityBytes(system);
            return Answers.of(problem(unwrap(failure)));
        });
    }

    /** What only reads is answered when all of it is there: a success before its end would be a line of Pekko's log each. */
    private CompletionStage<HttpResponse> whole(HttpRequest request, Runnable arrived) {
        if (request.entity().isStrict() || !AdminRoutes.reads(request)) {
            return routes.answer(request, arrived);
        }
        return Bodies.read(request, system).thenCompose(body -> {
            arrived.run();
            return routes.answer(request.withEntity(body), arrived);
        });
    }

    private Problem problem(Throwable failure) {
        if (failure instanceof Refused refused) {
            return refused.problem();
        }
        faults.say(() -> "a request to the admin port failed: " + failure);
        return Problem.of(500, "Internal Server Error", "A fault of Weir's own; its log says more.");
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
