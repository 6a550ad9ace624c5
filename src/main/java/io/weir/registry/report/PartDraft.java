package io.weir.registry.report;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.registry.peer.Packed;
import io.weir.registry.peer.ReportPart;
import io.weir.registry.report.Line.Said;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One part as it is being written, index by index upwards. */
final class PartDraft {
    /** A reason beyond this is cut: it is for a person to read. */
    static final int TEXT = 200;

    /** What the fields' names and the numbers beside the lists take at most. */
    private static final int FRAME = 400;

    private final boolean whole;
    private final int from;
    private final List<String> names = new ArrayList<>();
    private final Packed.Writer ports = new Packed.Writer();
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Column connections = new Column();
    private final Column former = new Column();
    private final Column allowances = new Column();
    private final Column ejections = new Column();
    private final Column votes = new Column();
    private final Column checks = new Column();
    private int firstEntry = -1;
    private int strings;

    /** A part that says everything from an index on, or only what changed. */
    PartDraft(boolean whole, int from) {
        this.whole = whole;
        this.from = from;
    }

    int from() {
        return from;
    }

    /** At most so many bytes on the wire. */
    int size() {
        return FRAME
                + strings
                + ports.size()
                + connections.size()
                + former.size()
                + allowances.size()
                + ejections.size()
                + votes.size()
                + checks.size();
    }

    boolean empty() {
        return size() == FRAME;
    }

    void entry(int index, Subject subject) {
        if (firstEntry < 0) {
            firstEntry = index;
        }
        BackendKey key = subject.backend();
        name(subject.pool());
        name(key == null ? "" : key.id());
        name(key == null ? "" : key.address().host());
        ports.add(key == null ? 0 : key.address().port());
    }

    /** What differs from before. */
    void line(int index, Line before, Line now) {
        if (now.connections() != before.connections()) {
            connections.at(index).add(now.connections());
        }
        if (now.former() != before.former()) {
            former.at(index).add(now.former());
        }
        if (now.allowance() != before.allowance()) {
            allowances.at(index).add(now.allowance());
        }
        if (now.ejected() != before.ejected()) {
            ejections.at(index).add(now.ejected() ? 1 : 0);
        }
        if (now.check() != before.check()) {
            checks.at(index).add(now.check());
        }
        Said vote = now.vote();
        if (vote == null && before.vote() != null) {
            votes.at(index).add(0).add(0).add(0).add(0);
        } else if (vote != null && !vote.equals(before.vote())) {
            votes.at(index)
                    .add(vote.health() == Health.UP ? 1 : 2)
                    .add(vote.check())
                    .add(text(vote.reason()))
                    .add(text(vote.step()));
        }
    }

    ReportPart done(long sequence, long dictionary, int size, int to) {
        return new ReportPart(
                sequence,
                dictionary,
                size,
                whole ? from : -1,
                whole ? to : -1,
                Math.max(0, firstEntry),
                names,
                ports.done(),
                List.copyOf(texts.keySet()),
                connections.done(),
                former.done(),
                allowances.done(),
                ejections.done(),
                votes.done(),
                checks.done());
    }

    private void name(String name) {
        names.add(name);
        strings += bytes(name);
    }

    private int text(String text) {
        String cut = text.length() <= TEXT ? text : text.substring(0, TEXT);
        @Nullable Integer known = texts.putIfAbsent(cut, texts.size());
        if (known != null) {
            return known;
        }
        strings += bytes(cut);
        return texts.size() - 1;
    }

    /** At most, in UTF-8 and with what says how long it is. */
    private static int bytes(String text) {
        return 3 * text.length() + 3;
    }

    /** Numbers that begin with an index each. */
    private static final class Column {
        private final Packed.Writer numbers = new Packed.Writer();
        private int last = -1;

        Packed.Writer at(int index) {
            numbers.add(index - last);
            last = index;
            return numbers;
        }

        int size() {
            return numbers.size();
        }

        Packed done() {
            return numbers.done();
        }
    }
}
