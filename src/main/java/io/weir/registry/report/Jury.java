package io.weir.registry.report;

import io.weir.health.Verdict;
import io.weir.health.Vote;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.ProbeReport;
import io.weir.registry.peer.NodeId;
import io.weir.registry.report.Line.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges backends by the votes of all nodes that check them alike. One thread. */
public final class Jury {
    private final Neighbours neighbours;

    /** Over what these report. */
    public Jury(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /**
     * One backend before the jury.
     *
     * @param check how it is checked
     * @param own what this node's checks say while it checks; null where it does not
     * @param since votes up to this moment do not count: the backend was in maintenance
     */
    public record Case(
            BackendKey key,
            HealthCheckSettings check,
            @Nullable ProbeReport own,
            long since) {}

    /**
     * What the fresh votes come to; null where no other node has one, so that only our own checks can say.
     *
     * @param before the verdict so far
     */
    public @Nullable Verdict verdict(Case it, Verdict before, long nowNanos) {
        List<Voice> voices = voices(it, nowNanos);
        if (voices.isEmpty()) {
            return null;
        }
        ProbeReport own = fresh(it, nowNanos);
        if (own != null) {
            voices.add(new Voice(new Vote("", own.health(), nowNanos, nowNanos), own.reason()));
        }
        Health word = own == null ? Health.UNKNOWN : own.health();
        Verdict verdict = Verdict.of(voices.stream().map(Voice::vote).toList(), it.check(), word, before, nowNanos);
        String why = voices.stream()
                .filter(voice -> voice.vote().health() == verdict.health())
                .min(Comparator.comparing(voice -> voice.vote().node()))
                .map(voice -> ": " + voice.reason())
                .orElse("");
        return new Verdict(verdict.health(), verdict.reason() + why);
    }

    /** How many of the other nodes have a fresh vote. */
    public int others(Case it, long nowNanos) {
        return voices(it, nowNanos).size();
    }

    /** What our own checks say, where that is not too old to count; else null. */
    public @Nullable ProbeReport fresh(Case it, long nowNanos) {
        ProbeReport own = it.own();
        return own != null && counts(it, own.sequence(), nowNanos) ? own : null;
    }

    private record Voice(Vote vote, String reason) {}

    private List<Voice> voices(Case it, long nowNanos) {
        List<Voice> voices = new ArrayList<>(4);
        Subject pool = Subject.of(it.key().pool());
        long alike = CheckHash.of(it.check());
        for (Map.Entry<NodeId, Heard> voter : neighbours.voters(it.key()).entrySet()) {
            NodeId node = voter.getKey();
            Heard heard = voter.getValue();
            Said said = heard.vote();
            Heard checks = neighbours.heard(node, pool);
            long silent = nowNanos - neighbours.heardNanos(node);
            if (said != null
                    && checks != null
                    && checks.check() == alike
                    && silent < Verdict.SILENCE_NANOS
                    && counts(it, heard.advancedNanos(), nowNanos)) {
                voices.add(new Voice(
                        new Vote(node.name(), said.health(), heard.advancedNanos(), nowNanos - silent), said.reason()));
            }
        }
        return voices;
    }

    private static boolean counts(Case it, long advancedNanos, long nowNanos) {
        return advancedNanos > it.since() && nowNanos - advancedNanos <= Verdict.freshness(it.check());
    }
}
