package io.weir;

import io.weir.admin.api.ClusterView;
import io.weir.model.HostPort;
import io.weir.model.PoolSettings;
import io.weir.model.Settings;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.observe.Reading;
import io.weir.registry.BackendRegistry;
import io.weir.registry.cluster.Sighting;
import io.weir.registry.inquiry.Inquirer;
import io.weir.registry.inquiry.Inquiries;
import io.weir.registry.peer.NodeFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** This node's part in its cluster: the control plane, what it tells of itself to the others, and what there is to see of them. */
final class Membership {
    private final Settings settings;
    private final ActorRef<BackendRegistry.Command> registry;
    private final Meters meters;
    private final NanoClock clock;
    private final long startedNanos;
    private final Acquaintance acquaintance;
    private volatile FileHashes hashes;
    private final ClusterPlane plane;
    private final Inquirer inquirer;

    /**
     * One that has not begun.
     *
     * @param registry is told of members, messages and overrides
     * @param answers are what this node tells when nodes ask
     * @param meters say how many connections are open
     * @param startedNanos when the node started
     * @param exchanged whether this node has all that it needs of another member; any thread
     */
    Membership(
            Settings settings,
            ActorSystem<BackendRegistry.Command> registry,
            OwnAnswers answers,
            Meters meters,
            Journal journal,
            NanoClock clock,
            long startedNanos,
            BooleanSupplier exchanged) {
        this.settings = settings;
        this.registry = registry;
        this.meters = meters;
        this.clock = clock;
        this.startedNanos = startedNanos;
        this.acquaintance =
                new Acquaintance(clock, settings.cluster().seeds().stream().allMatch(this::isSelf), exchanged);
        this.hashes = FileHashes.of(settings.pools());
        ActorRef<Inquiries.Command> inquiries = answers.start(registry);
        this.inquirer = Inquirer.asking(registry, inquiries);
        this.plane = new ClusterPlane(new ClusterPlaneWiring(
                settings.node().name(),
                settings.cluster(),
                settings.admin().bind(),
                settings.pekko(),
                new PeerLink(registry, inquiries),
                this::facts,
                acquaintance::begin,
                journal,
                clock));
    }

    /** The file says this of pools from now on. */
    void configured(Map<String, PoolSettings> pools) {
        hashes = FileHashes.of(pools);
    }

    /** Looks for the others, for good. Returns at once. */
    void begin() {
        plane.start();
    }

    /** Leaves in good order, for at most so long, and ends. */
    void end(Duration limit) throws InterruptedException {
        plane.stop(limit, () -> registry.tell(new BackendRegistry.Leave()));
    }

    /** A leave is waited for no longer. Any thread. */
    void hurry() {
        plane.hurry();
    }

    /** Whether this node knows what was said while it was away, or has looked for who knows: see {@link Acquaintance}. Any thread. */
    boolean acquainted() {
        return acquaintance.isMade();
    }

    private boolean isSelf(HostPort seed) {
        return seed.equals(settings.cluster().bind())
                || seed.equals(settings.cluster().advertise());
    }

    /** The way to ask all nodes. Any thread. */
    Inquirer inquirer() {
        return inquirer;
    }

    /** Pekko Management's routes in use, or null while there is no control plane. Any thread. */
    @Nullable
    Function<HttpRequest, CompletionStage<HttpResponse>> routes() {
        return plane.routes();
    }

    /** The cluster as this node sees it; without a control plane that is itself alone. Any thread. */
    ClusterView view() {
        Sighting sighting = plane.sighting();
        String self = settings.node().name();
        String name = settings.cluster().name();
        if (sighting.nodes().isEmpty()) {
            HostPort address = Objects.requireNonNullElse(
                    settings.cluster().advertise(), settings.cluster().bind());
            ClusterView.Node alone = node(self, address, ClusterView.UNJOINED, true, facts());
            return new ClusterView(name, self, false, List.of(alone), Set.of());
        }
        return new ClusterView(
                name,
                self,
                sighting.joined(),
                sighting.nodes().stream()
                        .map(node -> node(
                                node.id().name(),
                                node.id().address(),
                                node.status(),
                                node.reachable(),
                                node.self() ? current(node.facts()) : node.facts()))
                        .toList(),
                hashes.divergent(sighting.nodes().stream()
                        .filter(node -> !node.self())
                        .map(Sighting.Node::facts)
                        .filter(Objects::nonNull)
                        .toList()));
    }

    private static ClusterView.Node node(
            String name, HostPort address, String status, boolean reachable, @Nullable NodeFacts facts) {
        return new ClusterView.Node(
                name,
                address.toString(),
                status,
                reachable,
                facts == null ? null : TimeUnit.MILLISECONDS.toSeconds(facts.uptimeMillis()),
                facts == null ? null : facts.version(),
                facts == null ? null : facts.connections(),
                facts == null ? null : facts.configHash(),
                false);
    }

    /** What this node said of itself last, and what its file says since. */
    private @Nullable NodeFacts current(@Nullable NodeFacts told) {
        return told == null
                ? null
                : new NodeFacts(
                        told.version(), told.uptimeMillis(), told.connections(), hashes.whole(), told.poolHashes());
    }

    private NodeFacts facts() {
        return new NodeFacts(
                Version.text(),
                TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - startedNanos),
                meters.read().listeners().values().stream()
                        .mapToLong(Reading.ListenerTotals::open)
                        .sum(),
                hashes.whole(),
                hashes.told());
    }
}
