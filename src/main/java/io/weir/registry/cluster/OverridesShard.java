package io.weir.registry.cluster;

import io.weir.observe.NanoClock;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Merge;
import io.weir.registry.overrides.Overrides;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.cluster.ddata.AbstractDeltaReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDelta;
import org.jspecify.annotations.Nullable;

/**
 * Some of the overrides as Distributed Data keeps them: the newest entry of each field, merged by the very rule by which the
 * registries merge, so that the copies here and there cannot disagree. Its deltas are such shards with only what changed.
 * Immutable.
 */
final class OverridesShard extends AbstractDeltaReplicatedData<OverridesShard, OverridesShard>
        implements ReplicatedDelta {
    private static final long serialVersionUID = 1L;

    /** What the registries forgot is dropped here so much later, when none of them still tells it to anybody. */
    private static final Duration MARGIN = Duration.ofDays(1);

    /** Nothing was ever said. */
    static final OverridesShard EMPTY = new OverridesShard(Overrides.NONE, List.of());

    private final transient Overrides overrides;
    /** What was written here since the last delta was taken. */
    private final transient List<Entry> fresh;

    private OverridesShard(Overrides overrides, List<Entry> fresh) {
        this.overrides = overrides;
        this.fresh = fresh;
    }

    static OverridesShard of(Collection<Entry> entries) {
        return new OverridesShard(Overrides.NONE.merge(entries).next(), List.of());
    }

    Overrides overrides() {
        return overrides;
    }

    /** With entries written on this node. */
    OverridesShard written(Collection<Entry> entries) {
        Merge merge = overrides.merge(entries);
        if (merge.steps().isEmpty()) {
            return this;
        }
        List<Entry> more = new ArrayList<>(fresh);
        merge.steps().forEach(step -> more.add(step.after()));
        return new OverridesShard(merge.next(), List.copyOf(more));
    }

    @Override
    public OverridesShard mergeData(OverridesShard that) {
        Overrides next = overrides
                .merge(that.overrides.sorted())
                .next()
                .swept(NanoClock.system().epochMillis() - MARGIN.toMillis());
        return next.equals(overrides) ? this : new OverridesShard(next, fresh);
    }

    @Override
    public OverridesShard mergeDeltaData(OverridesShard delta) {
        return mergeData(delta);
    }

    @Override
    public Optional<OverridesShard> deltaData() {
        return fresh.isEmpty() ? Optional.empty() : Optional.of(of(fresh));
    }

    @Override
    public OverridesShard resetDelta() {
        return fresh.isEmpty() ? this : new OverridesShard(overrides, List.of());
    }

    @Override
    public OverridesShard zero() {
        return EMPTY;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OverridesShard that && overrides.equals(that.overrides);
    }

    @Override
    public int hashCode() {
        return overrides.hashCode();
    }

    @Override
    public String toString() {
        return "OverridesShard of " + overrides.entries().count();
    }
}
