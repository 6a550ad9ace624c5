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
 * by their numbers and asks one other node at a time for what it has not heard of. However much happens, what goes out in a
 * second is bounded: where machines are so busy that checks fail for it, telling of that must not keep them busy. On the
 * registry's thread.
 */
final class Herald implements Part {
    /** Without news the others are told so this often: the last message may have got lost. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** So long for an answer; then somebody else may be asked, and the same node again after twice as long. */
    static final Duration ANSWER = Duration.ofSeconds(2);

    /** A node that does not answer is given more and more time, but no more than this. */
    static final Duration MOST_PATIENCE = Duration.ofSeconds(8);

    /** So many events are told at once; in a storm what comes after them waits. */
    static final int MOST_TOLD = 256;

    /** So many a second, times the nodes that are told. */
    static final int COPIES = 500;

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
    private final Map<NodeId, Question> questions = new HashMap<>();
    /** Whose answer is waited for. */
    private @Nullable NodeId asked;

    private long asks;
    private long told;
    private double credit = MOST_TOLD;
    private long creditAt;
    private boolean greeted;
    /** Whether somebody was once asked: what nodes that are gone told is known to the others only. */
    private boolean acquainted;

    private long toldAt;

    /** A process and its newest event. */
    private record Announced(long life, long last) {}

    /**
     * What a node was asked last.
     *
     * @param at when, or when the last part of the answer came
     * @param patience so long for the next part
     */
    private record Question(long id, Announced about, long at, long patience, boolean answered) {}

    Herald(RegistryWiring wiring) {
        this.journal = wiring.journal();
        this.clock = wiring.clock();
    }

    @Override
    public void peersStarted(Peers started) {
        peers = started;
        greeted = false;
        creditAt = clock.nanoTime();
    }

    @Override
    public void peersStopped() {
        peers = null;
        reachable = List.of();
        announced.clear();
        questions.clear();
        asked = null;
    }

    @Override
    public void peersChanged(PeerView view) {
        reachable = view.reachableOthers();
        announced.keySet().retainAll(reachable);
        questions.keySet().retainAll(reachable);
        if (asked != null && !reachable.contains(asked)) {
            asked = null;
        }
        greeted = false;
    }

    @Override
    public void tick(long nowNanos) {
        Peers way = peers;
        if (way == null || reachable.isEmpty()) {
            return;
        }
        List<Kept> news = journal.own(told, credit(nowNanos));
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
        credit -= news.size();
        for (List<EventLine> chunk : chunks(news)) {
            way.tellAll(
                    reachable, new EventTell(journal.life(), chunk.getFirst().sequence() - 1, told, chunk));
        }
    }

    private int credit(long now) {
        double seconds = (now - creditAt) / 1e9;
        credit = Math.min(MOST_TOLD, credit + seconds * COPIES / reachable.size());
        creditAt = now;
        return (int) credit;
    }

    private void ask(Peers way, long now) {
        Question open = asked == null ? null : questions.get(asked);
        if (open != null && now - open.at() < open.patience()) {
            return;
        }
        asked = null;
        for (NodeId node : reachable) {
            Announced about = announced.get(node);
            Question failed = questions.get(node);
            if (failed != null && failed.answered()) {
                failed = null;
            }
            boolean rests = failed != null && now - failed.at() < 2 * failed.patience();
            if (about != null && !rests && (!acquainted || about.last() > known(about.life()))) {
                long patience =
                        failed == null ? ANSWER.toNanos() : Math.min(2 * failed.patience(), MOST_PATIENCE.toNanos());
                questions.put(node, new Question(++asks, about, now, patience, false));
                asked = node;
                way.tell(node, question(about));
                return;
            }
        }
    }

    /** What other members tell themselves is not asked of this one: it would come many times over. */
    private EventAsk question(Announced about) {
        Map<Long, Long> known = new LinkedHashMap<>(heard);
        if (acquainted) {
            announced.values().stream()
                    .filter(each -> each.life() != about.life())
                    .forEach(each -> known.merge(each.life(), each.last(), Math::max));
        }
        known.put(journal.life(), Long.MAX_VALUE);
        return new EventAsk(asks, List.copyOf(known.keySet()), List.copyOf(known.values()));
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

    /** Also one that comes late, when somebody else was asked meanwhile. */
    private void answered(NodeId from, EventPart part) {
        Question question = questions.get(from);
        if (question == null || question.id() != part.id() || question.answered()) {
            return;
        }
        part.events().forEach(this::take);
        Announced about = question.about();
        questions.put(from, new Question(part.id(), about, clock.nanoTime(), question.patience(), part.last()));
        if (part.last()) {
            // What the answer did not have is kept by nobody any more.
            heard.merge(about.life(), about.last(), Math::max);
            acquainted = true;
            if (from.equals(asked)) {
                asked = null;
            }
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
