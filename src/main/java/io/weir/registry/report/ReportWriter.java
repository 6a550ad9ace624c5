package io.weir.registry.report;

import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.ReportAsk;
import io.weir.registry.peer.ReportPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says to all others what is so on this node: only what changed, by index in a dictionary of backends and pools that is
 * sent once, and everything every {@link #WHOLE}. Who lacks something gets a copy of its own. One thread; after a control
 * plane started again its nodes hear of it as of a new one, which needs a new writer.
 */
public final class ReportWriter {
    /** While nothing changes a node still says that it is there. */
    static final long QUIET = 1_000_000_000L;

    /** Everything is said again after so long. */
    static final long WHOLE = 10_000_000_000L;

    private static final long LEAST = 200_000_000L;
    private static final long A_NODE = 10_000_000L;

    /** A part ends soon after this: what comes last must still fit. */
    private static final int FULL = PeerCodec.MOST_BYTES * 3 / 4;

    /** So many backends that are gone are carried along before the dictionary is written anew. */
    private static final int GONE = 256;

    private final Map<Subject, Integer> index = new HashMap<>();
    private final List<Subject> subjects = new ArrayList<>();
    private Line[] said = new Line[0];
    private long dictionary = 1;
    private long sequence;
    private int told;
    private boolean wholeWanted = true;
    private boolean spoken;
    private long spokeNanos;
    private long wholeNanos;

    /** Between two reports while something changes, in nanoseconds: the more nodes, the longer. */
    public static long interval(int nodes) {
        return Math.max(LEAST, A_NODE * nodes);
    }

    /** Whether it is time to look whether there is something to say. */
    public boolean due(long nowNanos, int nodes) {
        return !spoken || nowNanos - spokeNanos >= interval(nodes);
    }

    /**
     * What is to be said now; nothing where nothing changed for less than {@link #QUIET}.
     *
     * @param now what there is to report; what is absent is nothing
     */
    public List<ReportPart> write(Map<Subject, Line> now, long nowNanos) {
        learn(now);
        boolean whole = wholeWanted || nowNanos - wholeNanos >= WHOLE;
        Line[] before = said.clone();
        for (int i = 0; i < subjects.size(); i++) {
            said[i] = now.getOrDefault(subjects.get(i), Line.NOTHING);
        }
        boolean quiet = spoken && nowNanos - spokeNanos < QUIET;
        List<ReportPart> parts = parts(whole ? null : before, told, !quiet, () -> ++sequence);
        told = subjects.size();
        if (!parts.isEmpty()) {
            spoken = true;
            spokeNanos = nowNanos;
        }
        if (whole) {
            wholeWanted = false;
            wholeNanos = nowNanos;
        }
        return parts;
    }

    /**
     * All that was said so far, for one that lacks some of it. These parts have the number of the last one that went to all:
     * they say nothing later.
     */
    public List<ReportPart> again(ReportAsk ask) {
        int known = ask.dictionary() == dictionary ? Math.clamp(ask.known(), 0, told) : 0;
        return spoken ? parts(null, known, true, () -> sequence) : List.of();
    }

    /**
     * What differs from before, in parts.
     *
     * @param before null for everything
     * @param known the dictionary's entries up to here are known
     * @param speak whether something is said even where nothing differs
     */
    private List<ReportPart> parts(Line @Nullable [] before, int known, boolean speak, LongSupplier number) {
        boolean whole = before == null;
        int size = subjects.size();
        List<ReportPart> parts = new ArrayList<>();
        PartDraft draft = new PartDraft(whole, 0);
        for (int i = 0; i < size; i++) {
            if (i >= known) {
                draft.entry(i, subjects.get(i));
            }
            draft.line(i, before == null ? Line.NOTHING : before[i], said[i]);
            if (draft.size() > FULL) {
                parts.add(draft.done(number.getAsLong(), dictionary, size, i + 1));
                draft = new PartDraft(whole, i + 1);
            }
        }
        if (!draft.empty() || (parts.isEmpty() ? whole || speak : whole && draft.from() < size)) {
            parts.add(draft.done(number.getAsLong(), dictionary, size, size));
        }
        return parts;
    }

    private void learn(Map<Subject, Line> now) {
        if (subjects.size() > 2 * now.size() + GONE) {
            dictionary++;
            index.clear();
            subjects.clear();
            Arrays.fill(said, Line.NOTHING);
            told = 0;
            wholeWanted = true;
        }
        for (Subject subject : now.keySet()) {
            if (index.putIfAbsent(subject, subjects.size()) == null) {
                subjects.add(subject);
            }
        }
        int had = said.length;
        if (had < subjects.size()) {
            said = Arrays.copyOf(said, Math.max(subjects.size(), 2 * had));
            Arrays.fill(said, had, said.length, Line.NOTHING);
        }
    }
}
