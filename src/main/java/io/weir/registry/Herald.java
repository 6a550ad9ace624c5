package io.weir.registry;

import io.weir.observe.Journal;
import io.weir.observe.Kept;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.EventAsk;
import io.weir.registry.peer.EventLine;
import io.weir.registry.peer.EventPart;
import io.weir.registry.peer.EventTell;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes what happened here, and puts what they tell into this node's journal, each event once and those of
 * one process in their order. Who missed some - a newcomer, a node that was cut off, or for a message that got lost - notices
 * by their numbers and asks one other node at a time for all that it has not heard of. On the registry's thread.
 */
final class Herald implements Part {
    /** Without news the others are told so this often: the last message may have got lost. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** So long for an answer; then somebody else may be asked. */
    static final Duration ANSWER = Duration.ofSeconds(2);

    /** In a storm the others are told of the newest ones of a tick; whoever wants the rest asks. */
    static final int MOST_TOLD = 256;

    /** An answer has no more events. */
    static final int MOST_ANSWERED = 1000;

    /** Processes are forgotten, those that were heard least lately first, when there are more. */
    private static final int MOST_LIVES = 1000;

    private final Journal journal;
    private final NanoClock clock;
    private final Map<Long, Long> heard = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_LIVES;
        }
    };
    private final Map<NodeId, Announced> announced = new HashMap<>();
    private @Nullable Peers peers;
    private List<NodeId> reachable = List.of();
    private @Nullable Question question;
    private long questions;
    private long told;
    private boolean greeted;
    /** Whether somebody was once asked: what nodes that are gone told is known to the others only. */
    private boolean acquainted;

    private long toldAt;

    /** A process and its newest event. */
    private record Announced(long life, long last) {}

    private record Question(NodeId node, long id, Announced about, long at) {}

    Herald(RegistryWiring wiring) {
        this.journal = wiring.journal();
        this.clock = wiring.clock();
    }

    @Override
    public void peersStarted(Peers started) {
        peers = started;
        greeted = false;
    }

    @Override
    public void peersStopped() {
        peers = null;
        reachable = List.of();
        announced.clear();
        question = null;
    }

    @Override
    public void peersChanged(PeerView view) {
        reachable = view.reachableOthers();
        announced.keySet().retainAll(reachable);
        if (question != null && !reachable.contains(question.node())) {
            question = null;
        }
        greeted = false;
    }

    @Override
    public void tick(long nowNanos) {
        Peers way = peers;
        if (way == null || reachable.isEmpty()) {
            return;
        }
        List<Kept> news = journal.own(told, MOST_TOLD);
        if (!news.isEmpty()) {
            tell(way, news);
        } else if (!greeted || nowNanos - toldAt >= INTERVAL.toNanos()) {
            way.tellAll(reachable, new EventTell(journal.life(), told, told, List.of()));
        } else {
            ask(way, nowNanos);
            return;
        }
        greeted = true;
        toldAt = nowNanos;
        ask(way, nowNanos);
    }

    private void tell(Peers way, List<Kept> news) {
        told = news.getLast().sequence();
        for (List<EventLine> chunk : chunks(news)) {
            way.tellAll(
                    reachable, new EventTell(journal.life(), chunk.getFirst().sequence() - 1, told, chunk));
        }
    }

    private void ask(Peers way, long now) {
        if (question != null && now - question.at() < ANSWER.toNanos()) {
            return;
        }
        question = null;
        for (NodeId node : reachable) {
            Announced about = announced.get(node);
            if (about != null && (!acquainted || about.last() > known(about.life()))) {
                question = new Question(node, ++questions, about, now);
                List<Long> lives = new ArrayList<>(List.of(journal.life()));
                List<Long> sequences = new ArrayList<>(List.of(Long.MAX_VALUE));
                heard.forEach((life, sequence) -> {
                    lives.add(life);
                    sequences.add(sequence);
                });
                way.tell(node, new EventAsk(questions, lives, sequences));
                return;
            }
        }
    }

    @Override
    public void on(NodeId from, PeerMessage message) {
        switch (message) {
            case EventTell tell -> told(from, tell);
            case EventAsk ask -> answer(from, ask);
            case EventPart part -> answered(from, part);
            default -> {}
        }
    }

    private void told(NodeId from, EventTell tell) {
        announced.put(from, new Announced(tell.life(), tell.last()));
        if (tell.before() <= known(tell.life())) {
            tell.events().stream().filter(line -> line.life() == tell.life()).forEach(this::take);
        }
    }

    private void answer(NodeId from, EventAsk ask) {
        Peers way = peers;
        if (way == null) {
            return;
        }
        Map<Long, Long> known = new HashMap<>();
        for (int i = 0; i < Math.min(ask.lives().size(), ask.sequences().size()); i++) {
            known.put(ask.lives().get(i), ask.sequences().get(i));
        }
        List<Kept> unheard = journal.after(0, journal.capacity()).events().stream()
                .filter(kept -> kept.sequence() > known.getOrDefault(kept.life(), 0L))
                .toList();
        List<List<EventLine>> chunks =
                chunks(unheard.subList(Math.max(0, unheard.size() - MOST_ANSWERED), unheard.size()));
        for (int i = 0; i < chunks.size(); i++) {
            way.tell(from, new EventPart(ask.id(), chunks.get(i), i == chunks.size() - 1));
        }
    }

    private void answered(NodeId from, EventPart part) {
        Question asked = question;
        if (asked == null || asked.id() != part.id() || !asked.node().equals(from)) {
            return;
        }
        part.events().forEach(this::take);
        if (part.last()) {
            // What the answer did not have is kept by nobody any more.
            heard.merge(asked.about().life(), asked.about().last(), Math::max);
            question = null;
            acquainted = true;
        } else {
            question = new Question(asked.node(), asked.id(), asked.about(), clock.nanoTime());
        }
    }

    private void take(EventLine line) {
        if (line.sequence() > known(line.life())) {
            heard.put(line.life(), line.sequence());
            journal.take(line.node(), line.life(), line.sequence(), line.event());
        }
    }

    private long known(long life) {
        return life == journal.life() ? Long.MAX_VALUE : heard.getOrDefault(life, 0L);
    }

    /** In pieces that fit into one message each, in the order given; at least one, perhaps empty. */
    private static List<List<EventLine>> chunks(List<Kept> events) {
        List<List<EventLine>> chunks = new ArrayList<>();
        List<EventLine> chunk = new ArrayList<>();
        int bytes = 0;
        for (Kept kept : events) {
            EventLine line = EventLine.of(kept);
            if (bytes + line.bytes() > Chunks.MOST_BYTES && !chunk.isEmpty()) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(line);
            bytes += line.bytes();
        }
        chunks.add(chunk);
        return chunks;
    }
}
