package io.weir.registry.report;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.registry.peer.Packed;
import io.weir.registry.peer.ReportAsk;
import io.weir.registry.peer.ReportPart;
import io.weir.registry.report.Line.Said;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one incarnation of another node reports. A part that is older than one before it changes nothing, and of the same age
 * only one that says everything; one that is missing makes it {@link #lacking} until everything was said again without a
 * break. Whatever arrives, it never throws. One thread.
 */
public final class ReportReader {
    /** No honest node has a dictionary of more entries. */
    private static final int MOST = 1 << 20;

    /** Is told what differs from before, once a difference. */
    public interface Listener {
        /** The node has another number of connections there. */
        void connections(Subject subject, int before, int now);

        /** The node's vote is a new or another one, or gone. */
        void vote(Heard heard);

        /** Something else is different; more seldom. */
        void other(Subject subject);
    }

    private final Listener listener;
    private final Map<Subject, Heard> bySubject = new HashMap<>();
    private final List<@Nullable Heard> byIndex = new ArrayList<>();
    private long dictionary;
    private long sequence;
    private int covered = -1;
    private boolean lacking = true;
    private long heardNanos;

    /** A node that nothing was heard of yet. */
    public ReportReader(Listener listener, long nowNanos) {
        this.listener = listener;
        this.heardNanos = nowNanos;
    }

    /** When it was last heard of, or first known. */
    public long heardNanos() {
        return heardNanos;
    }

    /** Whether something is missing that {@link #ask} asks for. */
    public boolean lacking() {
        return lacking;
    }

    /** What to ask the node for. */
    public ReportAsk ask() {
        int known = byIndex.indexOf(null);
        return new ReportAsk(dictionary, known < 0 ? byIndex.size() : known);
    }

    /** What it reports of something; null where that is nothing. */
    public @Nullable Heard heard(Subject subject) {
        return bySubject.get(subject);
    }

    /** All it reports. */
    public Collection<Heard> all() {
        return List.copyOf(bySubject.values());
    }

    /** A part arrived. */
    public void accept(ReportPart part, long nowNanos) {
        boolean old = part.whole() ? part.sequence() < sequence : part.sequence() <= sequence;
        if (old || part.dictionary() < dictionary || part.size() < 0 || part.size() > MOST) {
            return;
        }
        heardNanos = nowNanos;
        if (part.sequence() > sequence + 1) {
            lack();
        }
        sequence = part.sequence();
        if (part.dictionary() != dictionary) {
            dictionary = part.dictionary();
            byIndex.clear();
            lack();
        }
        learn(part);
        read(
                part,
                part.connections(),
                1,
                (heard, cursor) -> connections(heard, cursor.nextInt()),
                h -> connections(h, 0));
        read(part, part.former(), 1, (heard, cursor) -> former(heard, cursor.nextInt()), h -> former(h, 0));
        read(
                part,
                part.votes(),
                4,
                (heard, cursor) -> vote(heard, said(cursor, part), nowNanos),
                h -> vote(h, null, nowNanos));
        read(part, part.allowances(), 1, (heard, cursor) -> allowance(heard, cursor.nextInt()), h -> allowance(h, 0));
        read(part, part.ejections(), 1, (heard, cursor) -> ejected(heard, cursor.next() != 0), h -> ejected(h, false));
        read(part, part.checks(), 1, (heard, cursor) -> check(heard, cursor.next()), h -> check(h, 0));
        if (part.whole()) {
            cover(part);
        }
    }

    /** For so long nobody could be heard: it does not count as the node's silence, nor as its votes' age. */
    void excuse(long nanos) {
        heardNanos += nanos;
        bySubject.values().forEach(heard -> heard.excuse(nanos));
    }

    /** The node is gone, or silent for too long: as if it reported nothing. Should it speak again, all is asked for anew. */
    public void forget() {
        bySubject.values().forEach(heard -> {
            clear(heard);
        });
        bySubject.clear();
        byIndex.clear();
        lack();
    }

    /** Whether it reports anything. */
    public boolean isEmpty() {
        return bySubject.isEmpty();
    }

    private void lack() {
        lacking = true;
        covered = -1;
    }

    private void learn(ReportPart part) {
        Packed.Cursor ports = part.ports().read();
        List<String> names = part.names();
        for (int n = 0; n + 3 <= names.size() && ports.left() > 0; n += 3) {
            int index = part.firstEntry() + n / 3;
            int port = ports.nextInt();
            if (index < 0 || index >= part.size()) {
                return;
            }
            while (byIndex.size() <= index) {
                byIndex.add(null);
            }
            String pool = names.get(n);
            String id = names.get(n + 1);
            Subject subject = id.isEmpty()
                    ? Subject.of(pool)
                    : Subject.of(new BackendKey(pool, id, new HostPort(names.get(n + 2), port)));
            byIndex.set(index, bySubject.computeIfAbsent(subject, Heard::new));
        }
    }

    /** What a field says of an index. */
    private interface Value {
        void read(Heard heard, Packed.Cursor cursor);
    }

    /** That a field says nothing of an index for which it would. */
    private interface Absent {
        void read(Heard heard);
    }

    private void read(ReportPart part, Packed field, int width, Value value, Absent absent) {
        Packed.Cursor cursor = field.read();
        int index = -1;
        int done = part.from();
        while (cursor.left() > width) {
            long next = index + cursor.next();
            if (next <= index || next >= byIndex.size() || byIndex.get((int) next) == null) {
                // An index that we know nothing of: an entry got lost, or it is none of ours to understand.
                lack();
                return;
            }
            index = (int) next;
            blank(part, done, index, absent);
            done = index + 1;
            Heard heard = byIndex.get(index);
            if (heard != null) {
                value.read(heard, cursor);
            }
        }
        blank(part, done, part.to(), absent);
    }

    private void blank(ReportPart part, int from, int to, Absent absent) {
        if (part.whole()) {
            for (int i = Math.max(0, from); i < Math.min(to, byIndex.size()); i++) {
                Heard heard = byIndex.get(i);
                if (heard != null) {
                    absent.read(heard);
                }
            }
        }
    }

    /** Everything is known again once the ranges from the first index to the last have come without a break. */
    private void cover(ReportPart part) {
        if (part.from() == 0) {
            covered = part.to();
        } else if (part.from() == covered) {
            covered = part.to();
        } else {
            covered = -1;
        }
        if (covered != part.size() || byIndex.size() < part.size() || byIndex.contains(null)) {
            return;
        }
        lacking = false;
        byIndex.forEach(heard -> mark(heard, true));
        bySubject.values().removeIf(heard -> {
            if (!heard.listed) {
                clear(heard);
            }
            return !heard.listed;
        });
        byIndex.forEach(heard -> mark(heard, false));
    }

    private static void mark(@Nullable Heard heard, boolean listed) {
        if (heard != null) {
            heard.listed = listed;
        }
    }

    private static @Nullable Said said(Packed.Cursor cursor, ReportPart part) {
        long health = cursor.next();
        long check = cursor.next();
        String reason = text(part, cursor.nextInt());
        String step = text(part, cursor.nextInt());
        if (health != 1 && health != 2) {
            return null;
        }
        return new Said(check, health == 1 ? Health.UP : Health.DOWN, reason, step);
    }

    private static String text(ReportPart part, int index) {
        return index >= 0 && index < part.texts().size() ? part.texts().get(index) : "";
    }

    private void clear(Heard heard) {
        connections(heard, 0);
        vote(heard, null, heardNanos);
        allowance(heard, 0);
        ejected(heard, false);
        check(heard, 0);
    }

    private void connections(Heard heard, int now) {
        int before = heard.connections;
        int counted = Math.max(0, now);
        if (counted != before) {
            heard.connections = counted;
            listener.connections(heard.subject(), before, counted);
        }
    }

    private static void former(Heard heard, int now) {
        heard.former = Math.max(0, now);
    }

    private void vote(Heard heard, @Nullable Said now, long nowNanos) {
        Said before = heard.vote();
        if (now == null ? before != null : !now.equals(before)) {
            heard.vote(now, nowNanos);
            listener.vote(heard);
        }
    }

    private void allowance(Heard heard, int now) {
        if (heard.allowance != now) {
            heard.allowance = now;
            listener.other(heard.subject());
        }
    }

    private void ejected(Heard heard, boolean now) {
        if (heard.ejected != now) {
            heard.ejected = now;
            listener.other(heard.subject());
        }
    }

    private void check(Heard heard, long now) {
        if (heard.check != now) {
            heard.check = now;
            listener.other(heard.subject());
        }
    }
}
