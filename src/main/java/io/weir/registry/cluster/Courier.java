package io.weir.registry.cluster;

import io.weir.model.HostPort;
import io.weir.registry.peer.NodeFacts;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Unheard;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterShuttingDown$;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.Leave;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages between the registries of members, knows who the members are, and brings this node together with the
 * others. Every node has one, at the same path. A fault ends it, and with it the whole control plane, which starts anew.
 */
final class Courier extends AbstractMatchingBehavior<Courier.Command> {
    /** Where it is in each actor system. */
    static final String NAME = "courier";

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration BEAT = Duration.ofMillis(250);
    /** Whoever reaches the cluster port may call itself anything: no more of them are remembered, or told of. */
    private static final int MOST_STRANGERS = 100;

    private static final int BEATS_BETWEEN_FACTS = 20;
    private static final int BEATS_BETWEEN_HAILS = 8;
    /** While this node is a member of nothing it hails more often. */
    private static final int BEATS_LOOKING = 2;

    /** What it understands; parcels and hails come from other nodes, all else from this one. */
    sealed interface Command permits Parcel, Hail, Send, News, Reached, Over, Depart, Beat {}

    /** A registry's message to others. */
    record Send(Collection<NodeId> to, PeerMessage message) implements Command {}

    /** A member came, went or changed. */
    record News(MemberEvent event) implements Command {}

    /** A member answers, or does not. */
    record Reached(ReachabilityEvent event) implements Command {}

    /** This node's membership ends: it was removed or downed, has left, or Pekko's part of it failed. */
    private record Over() implements Command {}

    /** The node is to leave the cluster in good order; the actor system ends when it has. */
    record Depart() implements Command {}

    private enum Beat implements Command {
        BEAT
    }

    private final CourierWiring wiring;
    private final Cluster cluster;
    private final ActorRefResolver resolver;
    private final HostPort address;
    private final long uid;
    private final Roster roster;
    private final Islands islands;
    private final Chronicle chronicle;
    private final Set<HostPort> strangers = new HashSet<>();
    private NodeFacts own;
    private @Nullable PeerView told;
    private boolean departing;
    private int beats;

    static Behavior<Command> create(CourierWiring wiring) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Beat.BEAT, BEAT);
            return new Courier(context, wiring);
        }));
    }

    private Courier(ActorContext<Command> context, CourierWiring wiring) {
        super(context);
        this.wiring = wiring;
        this.cluster = Cluster.get(context.getSystem());
        this.resolver = ActorRefResolver.get(context.getSystem());
        this.address = ClusterConfig.address(cluster.selfMember().address());
        this.uid = cluster.selfMember().uniqueAddress().longUid();
        this.roster = new Roster(uid);
        this.islands = new Islands(address, uid, wiring.targets(), now());
        this.chronicle = new Chronicle(wiring, uid);
        this.own = wiring.facts().get();
        cluster.subscriptions()
                .tell(Subscribe.create(context.messageAdapter(MemberEvent.class, News::new), MemberEvent.class));
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ReachabilityEvent.class, Reached::new), ReachabilityEvent.class));
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ClusterShuttingDown$.class, any -> new Over()),
                        ClusterShuttingDown$.class));
        hailAll();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Parcel parcel -> open(parcel);
            case Send send -> send(send.to(), send.message());
            case Hail hail -> hailed(hail);
            case News news -> {
                if (!roster.isOver()) {
                    roster.on(news.event());
                    chronicle.note(news.event());
                    changed();
                }
            }
            case Reached reached -> {
                if (!roster.isOver()) {
                    roster.on(reached.event());
                    chronicle.note(reached.event());
                    changed();
                }
            }
            case Over() -> {
                roster.end();
                look();
            }
            case Depart() -> depart();
            case Beat beat -> beat();
        }
        return this;
    }

    private void changed() {
        PeerView view = roster.view();
        if (view != null && !view.equals(told)) {
            if (told == null) {
                chronicle.joined(view);
                // Whoever waits for a cluster to join has one now
                hailAll();
                wiring.bridge().started(new CourierPeers(getContext().getSelf(), wiring.replica()));
            }
            List<NodeId> before = told == null ? List.of() : told.others();
            told = view;
            wiring.bridge().changed(view);
            chronicle.names(view);
            List<NodeId> fresh = view.others().stream()
                    .filter(node -> !before.contains(node))
                    .toList();
            send(fresh, own);
        }
        look();
    }

    private void look() {
        wiring.overseer().seen(roster.sighting(own));
    }

    private void beat() {
        beats++;
        boolean member = roster.standing() != null;
        if (beats % (member ? BEATS_BETWEEN_HAILS : BEATS_LOOKING) == 0) {
            hailAll();
        }
        if (beats % BEATS_BETWEEN_FACTS == 0 && told != null) {
            own = wiring.facts().get();
            send(told.reachableOthers(), own);
            look();
        }
        move();
    }

    private void move() {
        // Who was a member joins under another incarnation only: the system ends by itself
        if (departing || roster.isOver()) {
            return;
        }
        Island home = roster.island();
        if (home != null) {
            act(islands.member(home, now()));
        } else if (roster.isJoining()) {
            act(islands.joining(now()));
        } else if (roster.standing() == null) {
            act(islands.looking(now()));
        }
    }

    private void act(Move move) {
        switch (move) {
            case Move.Stay() -> {}
            case Move.Join(HostPort at) -> join(at);
            case Move.Found() -> {
                sayFounding();
                join(address);
            }
            case Move.Anew() -> end(new End(End.STUCK, islands.targets()));
            case Move.Merge(HostPort at, Island into) -> {
                // Who has other seeds may not have heard of it
                Hail news = new Hail(wiring.cluster(), wiring.node(), into.oldest(), at, into, true);
                roster.others().forEach(other -> courierAt(other).tell(news));
                Set<HostPort> known = new HashSet<>(roster.others());
                known.add(at);
                end(new End(End.MERGING, known));
            }
        }
    }

    private void sayFounding() {
        Set<HostPort> silent = islands.silent(now());
        silent.removeAll(strangers);
        if (silent.isEmpty()) {
            LOG.info("cluster {}: none found, founding one", wiring.cluster());
        } else {
            LOG.warn(
                    "cluster {}: none found, founding one; no answer from {}, which are asked again and again. Where they run:"
                            + " can they be reached there, under the very addresses they advertise, and can they reach this node"
                            + " at {}, which it advertises (weir.cluster.advertise)?",
                    wiring.cluster(),
                    silent.stream().map(HostPort::toString).collect(Collectors.joining(", ")),
                    address);
        }
    }

    private void join(HostPort at) {
        cluster.manager().tell(Join.create(pekko(at)));
    }

    private void end(End end) {
        departing = true;
        wiring.overseer().over(end);
    }

    private void depart() {
        departing = true;
        cluster.manager().tell(Leave.create(cluster.selfMember().address()));
    }

    private void hailAll() {
        Set<HostPort> members = roster.others();
        for (HostPort target : islands.targets()) {
            if (!members.contains(target)) {
                courierAt(target).tell(hail(false));
            }
        }
    }

    private Hail hail(boolean answer) {
        return new Hail(wiring.cluster(), wiring.node(), uid, address, departing ? null : roster.island(), answer);
    }

    private void hailed(Hail hail) {
        if (!hail.cluster().equals(wiring.cluster())) {
            if (strangers.size() < MOST_STRANGERS && strangers.add(hail.address())) {
                LOG.warn(
                        "the node {} at {} belongs to cluster {} and not to {} as this one: one of both has a wrong"
                                + " weir.cluster.name or weir.cluster.seeds",
                        hail.node(),
                        hail.address(),
                        hail.cluster(),
                        wiring.cluster());
            }
            if (!hail.answer()) {
                courierAt(hail.address()).tell(hail(true));
            }
            return;
        }
        islands.heard(hail, now());
        if (!hail.answer()) {
            courierAt(hail.address()).tell(hail(true));
        }
        if (roster.standing() == null) {
            move();
        }
    }

    private void open(Parcel parcel) {
        NodeId from = roster.member(parcel.from());
        if (parcel.to() != uid || from == null) {
            return;
        }
        switch (PeerCodec.message(parcel.bytes()).orElse(new Unheard())) {
            case Unheard() -> {}
            case NodeFacts facts -> {
                roster.told(parcel.from(), facts);
                look();
            }
            case PeerMessage message -> {
                if (told != null) {
                    wiring.bridge().from(from, message);
                }
            }
        }
    }

    private void send(Collection<NodeId> to, PeerMessage message) {
        if (to.isEmpty()) {
            return;
        }
        byte[] bytes;
        try {
            bytes = PeerCodec.bytes(message);
        } catch (IllegalArgumentException tooLong) {
            LOG.error("a message is not sent: {}", tooLong.getMessage());
            return;
        }
        for (NodeId node : to) {
            if (node.equals(roster.member(node.uid()))) {
                courierAt(node.address()).tell(new Parcel(uid, node.uid(), bytes));
            }
        }
    }

    private ActorRef<Command> courierAt(HostPort where) {
        return resolver.resolveActorRef(pekko(where) + "/user/" + NAME);
    }

    private Address pekko(HostPort where) {
        Address self = cluster.selfMember().address();
        return new Address(self.protocol(), self.system(), ClusterConfig.hostText(where), where.port());
    }

    private long now() {
        return wiring.clock().nanoTime();
    }
}
