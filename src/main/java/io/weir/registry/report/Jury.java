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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges backends by the votes of all nodes that check them alike. One thread. */
public final class Jury {
    /** What our own checks say where we do not check. */
    private static final Verdict SILENT = new Verdict(Health.UNKNOWN, "");

    /** So many pools' hashes are kept. */
    private static final int MOST = 1000;

    private final Neighbours neighbours;
    private final Map<String, Hashed> hashes = new HashMap<>();

    /** Making the hash takes longer than all the rest of a verdict. */
    private record Hashed(HealthCheckSettings check, long hash) {}

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
        List<Vote> votes = votes(it, nowNanos);
        if (votes.isEmpty()) {
            return null;
        }
        ProbeReport own = fresh(it, nowNanos);
        if (own == null) {
            return Verdict.of(votes, it.check(), SILENT, before, nowNanos);
        }
        votes.add(new Vote("", own.health(), own.reason(), nowNanos, nowNanos));
        return Verdict.of(votes, it.check(), new Verdict(own.health(), own.reason()), before, nowNanos);
    }

    /** How many of the other nodes have a fresh vote. */
    public int others(Case it, long nowNanos) {
        return votes(it, nowNanos).size();
    }

    /** What our own checks say, where that is not too old to count; else null. */
    public @Nullable ProbeReport fresh(Case it, long nowNanos) {
        ProbeReport own = it.own();
        return own != null && counts(it, own.sequence(), nowNanos) ? own : null;
    }

    private List<Vote> votes(Case it, long nowNanos) {
        List<Vote> votes = new ArrayList<>(4);
        Subject pool = Subject.of(it.key().pool());
        long alike = hash(it.key().pool(), it.check());
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
                votes.add(
                        new Vote(node.name(), said.health(), said.reason(), heard.advancedNanos(), nowNanos - silent));
            }
        }
        return votes;
    }

    private long hash(String pool, HealthCheckSettings check) {
        Hashed known = hashes.get(pool);
        if (known == null || !known.check().equals(check)) {
            known = new Hashed(check, CheckHash.of(check));
            if (hashes.size() >= MOST) {
                hashes.clear();
            }
            hashes.put(pool, known);
        }
        return known.hash();
    }

    private static boolean counts(Case it, long advancedNanos, long nowNanos) {
        return advancedNanos > it.since() && nowNanos - advancedNanos <= Verdict.freshness(it.check());
    }
}
