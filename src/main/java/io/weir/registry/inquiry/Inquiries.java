package io.weir.registry.inquiry;

import io.weir.registry.peer.Blob;
import io.weir.registry.peer.Inquiry;
import io.weir.registry.peer.InquiryPart;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other nodes and answers them. Every count is bounded: questions that are open, questions that are being answered,
 * parts of an answer, bytes of all answers that are being put together. A node that does not answer within
 * {@link #PATIENCE} is named as such, one that is not reachable at once.
 */
public final class Inquiries extends AbstractMatchingBehavior<Inquiries.Command> {
    /** So long an answer is waited for. */
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    static final int MOST_OPEN = 64;
    static final int MOST_ANSWERING = 64;
    static final int MOST_BYTES = 64 * 1024 * 1024;

    /** What it understands. */
    public sealed interface Command {}

    /** There is a way to the others, perhaps another one than before; {@link Members} follows. */
    public record Started(Peers peers) implements Command {}

    /** There is none until the next {@link Started}. */
    public record Stopped() implements Command {}

    /** The members are these. */
    public record Members(PeerView view) implements Command {}

    /** A member sent this; what is no inquiry and no answer is ignored. */
    public record FromPeer(NodeId from, PeerMessage message) implements Command {}

    /** Somebody wants to know something of nodes. */
    public record Ask(String about, Blob question, @Nullable String node, ActorRef<Inquired> replyTo)
            implements Command {}

    private record Late(long id) implements Command {}

    private record Own(long id, List<Blob> parts) implements Command {}

    private record Answered(NodeId to, long id, List<Blob> parts) implements Command {}

    private final TimerScheduler<Command> timers;
    private final String self;
    private final Map<String, Answerer> answerers;
    private final Map<Long, Question> open = new HashMap<>();
    private @Nullable Peers peers;
    private @Nullable PeerView members;
    private long ids;
    private int answering;

    /**
     * One that knows of no other node yet.
     *
     * @param self this node's name
     * @param answerers what this node can answer, by the questions' words
     */
    public static Behavior<Command> create(String self, Map<String, Answerer> answerers) {
        return Behaviors.supervise(Behaviors.<Command>setup(
                        context -> Behaviors.withTimers(timers -> new Inquiries(context, timers, self, answerers))))
                .onFailure(SupervisorStrategy.resume());
    }

    private Inquiries(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String self,
            Map<String, Answerer> answerers) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.answerers = Map.copyOf(answerers);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Started started -> peers = started.peers();
            case Stopped() -> {
                peers = null;
                members = null;
                only(Set.of());
            }
            case Members changed -> {
                members = changed.view();
                only(new LinkedHashSet<>(changed.view().reachableOthers()));
            }
            case FromPeer message -> heard(message.from(), message.message());
            case Ask ask -> ask(ask);
            case Late late -> end(late.id());
            case Own own -> {
                Question question = open.get(own.id());
                if (question != null) {
                    question.own(self, own.parts());
                    look(own.id(), question);
                }
            }
            case Answered answered -> {
                answering--;
                send(answered);
            }
        }
        return this;
    }

    private void ask(Ask ask) {
        if (open.size() >= MOST_OPEN) {
            ask.replyTo().tell(Inquired.BUSY);
            return;
        }
        PeerView view = members;
        Peers way = peers;
        List<NodeId> others = view == null || way == null
                ? List.of()
                : view.others().stream()
                        .filter(node -> isMeant(ask, node.name()))
                        .toList();
        List<NodeId> asked = view == null
                ? List.of()
                : others.stream().filter(view.reachableOthers()::contains).toList();
        List<String> cut = others.stream()
                .filter(node -> !asked.contains(node))
                .map(NodeId::name)
                .toList();
        long id = ++ids;
        boolean own = isMeant(ask, self);
        Question question = new Question(ask.replyTo(), asked, cut, own);
        open.put(id, question);
        timers.startSingleTimer(id, new Late(id), PATIENCE);
        if (way != null && !asked.isEmpty()) {
            way.tellAll(asked, new Inquiry(id, ask.about(), ask.question()));
        }
        if (own) {
            getContext().pipeToSelf(answer(ask.about(), ask.question()), (parts, fault) -> new Own(id, whole(parts)));
        }
        look(id, question);
    }

    private static boolean isMeant(Ask ask, String node) {
        return ask.node() == null || ask.node().equals(node);
    }

    private CompletionStage<List<Blob>> answer(String about, Blob question) {
        Answerer answerer = answerers.get(about);
        if (answerer == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        try {
            return answerer.answer(question);
        } catch (RuntimeException unfit) {
            return CompletableFuture.failedFuture(unfit);
        }
    }

    private static List<Blob> whole(@Nullable List<Blob> parts) {
        boolean fits = parts != null
                && parts.size() <= Answerer.MOST_PARTS
                && parts.stream().allMatch(part -> part.size() <= Answerer.MOST_PART_BYTES);
        return parts == null || !fits ? List.of() : parts;
    }

    private void heard(NodeId from, PeerMessage message) {
        switch (message) {
            case Inquiry inquiry -> {
                if (answering >= MOST_ANSWERING) {
                    send(new Answered(from, inquiry.id(), List.of()));
                    return;
                }
                answering++;
                getContext()
                        .pipeToSelf(
                                answer(inquiry.about(), inquiry.question())
                                        .toCompletableFuture()
                                        .copy()
                                        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                                (parts, fault) -> new Answered(from, inquiry.id(), whole(parts)));
            }
            case InquiryPart part -> {
                Question question = open.get(part.id());
                if (question != null) {
                    int held = open.values().stream().mapToInt(Question::bytes).sum();
                    question.take(from, part.number(), part.last(), part.refused(), part.part(), MOST_BYTES - held);
                    look(part.id(), question);
                }
            }
            default -> {}
        }
    }

    private void send(Answered answered) {
        Peers way = peers;
        if (way == null) {
            return;
        }
        List<Blob> parts = answered.parts();
        if (parts.isEmpty()) {
            way.tell(answered.to(), InquiryPart.refusal(answered.id()));
        }
        for (int i = 0; i < parts.size(); i++) {
            way.tell(answered.to(), new InquiryPart(answered.id(), i, i == parts.size() - 1, false, parts.get(i)));
        }
    }

    private void only(Set<NodeId> left) {
        List<Long> all = new ArrayList<>(open.keySet());
        for (Long id : all) {
            Question question = open.get(id);
            if (question != null) {
                question.only(left);
                look(id, question);
            }
        }
    }

    private void look(long id, Question question) {
        if (question.isAnswered()) {
            end(id);
        }
    }

    private void end(long id) {
        timers.cancel(id);
        Question question = open.remove(id);
        if (question != null) {
            question.reply(self);
        }
    }
}
