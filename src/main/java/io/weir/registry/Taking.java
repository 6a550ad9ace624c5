package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.PoolSettings;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Merge;
import io.weir.registry.overrides.Overrides;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes entries, whoever wrote them, into the state and says what came of it. On the registry's thread. */
final class Taking {
    private static final int REMEMBERED_TEXTS = 1000;
    private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Telling telling;
    private final Departures departures;
    private final Losses losses;
    private final Map<String, PoolText.Outcome> texts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PoolText.Outcome> eldest) {
            return size() > REMEMBERED_TEXTS;
        }
    };

    private final Set<Long> refused = new HashSet<>();
    private boolean swept;
    private long sweptAt;

    Taking(Remembered memory, RegistryWiring wiring, Departures departures, Losses losses) {
        this.memory = memory;
        this.wiring = wiring;
        this.telling = new Telling(wiring);
        this.losses = losses;
        this.departures = departures;
    }

    /** Takes them in; no table follows from here. */
    Merge take(List<Entry> entries) {
        for (Entry entry : entries) {
            memory.stamps.saw(entry.stamp());
            if (!entry.stamp().possible() && refused.add(entry.stamp().node())) {
                telling.refused(entry);
            }
        }
        Plan before = memory.state.plan();
        Overrides known = swept(before.overrides());
        Merge merge = known.merge(worthKeeping(entries, known));
        if (merge.changed()) {
            memory.state = memory.state.overridden(merge.next(), added(merge.next()));
            follow(before, memory.state.plan(), touched(merge));
        }
        losses.noticed(Lost.in(merge, known, memory.state.plan()));
        return merge;
    }

    /** What was cleared long ago goes when something is said, which is when there comes more of it. */
    private Overrides swept(Overrides known) {
        long now = wiring.clock().nanoTime();
        if (swept && now - sweptAt < SWEEP_NANOS) {
            return known;
        }
        swept = true;
        sweptAt = now;
        return known.swept(wiring.clock().epochMillis());
    }

    /** Without what was cleared long ago and is not known here: another node has not swept yet. */
    private List<Entry> worthKeeping(List<Entry> entries, Overrides known) {
        long wall = wiring.clock().epochMillis();
        return entries.stream()
                .filter(entry -> !entry.isForgotten(wall) || known.get(entry.field()) != null)
                .toList();
    }

    private static Set<BackendKey> touched(Merge merge) {
        Set<BackendKey> keys = new LinkedHashSet<>();
        for (Merge.Step step : merge.steps()) {
            BackendKey key = step.after().field().key();
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void follow(Plan before, Plan after, Set<BackendKey> touched) {
        List<BackendKey> afresh = new ArrayList<>();
        for (BackendKey key : touched) {
            AdminState was = before.spoken(key).state();
            AdminState is = after.spoken(key).state();
            if (was != is && after.index().containsKey(key)) {
                telling.state(key, was, is, by(after, key));
                if (was == AdminState.MAINTENANCE || is == AdminState.MAINTENANCE) {
                    afresh.add(key);
                }
            }
        }
        if (!afresh.isEmpty()) {
            memory.state = memory.state.afresh(afresh, wiring.clock().nanoTime());
        }
        boolean others = !before.index().keySet().equals(after.index().keySet());
        if (others) {
            came(before, after);
        }
        departures.changed(touched);
        memory.desk().note(touched, others);
    }

    private void came(Plan before, Plan after) {
        after.index().forEach((key, defined) -> {
            if (!before.index().containsKey(key)) {
                telling.added(key);
            }
        });
        before.index().forEach((key, defined) -> {
            if (!after.index().containsKey(key)) {
                telling.removed(key);
            }
        });
        memory.state = memory.state.pruned();
        takeStock();
    }

    /** Says what may be labels of meters: run-time backends are not in the file. */
    void takeStock() {
        Plan plan = memory.state.plan();
        Map<String, Set<String>> ids = new HashMap<>();
        plan.pools().keySet().forEach(pool -> ids.put(pool, new HashSet<>()));
        plan.index()
                .keySet()
                .forEach(key ->
                        ids.computeIfAbsent(key.pool(), any -> new HashSet<>()).add(key.id()));
        wiring.meters().pools(ids);
    }

    private static String by(Plan plan, BackendKey key) {
        Entry entry = plan.overrides().get(Field.of(key, Field.STATE));
        return entry == null ? "" : entry.by();
    }

    /** The run-time pools that this node can read; what a newer version wrote may not be among them. */
    private Map<String, PoolSettings> added(Overrides overrides) {
        Map<String, PoolSettings> added = new TreeMap<>();
        overrides.pools().forEach((name, fields) -> {
            Entry entry = fields.get(Field.POOL);
            if (entry != null && entry.value() != null && read(name, entry.value()) instanceof PoolText.Good good) {
                added.put(name, good.settings());
            }
        });
        return added;
    }

    /** Why the settings of a pool that somebody wants to add cannot be read; null where they can, or it is not about that. */
    @Nullable
    Decision unread(Change change) {
        return change instanceof Change.PutPool put && read(put.pool(), put.settings()) instanceof PoolText.Bad bad
                ? new Decision.Refuse(ChangeReply.Kind.RANGE, String.join("; ", bad.problems()))
                : null;
    }

    private PoolText.Outcome read(String name, String text) {
        return texts.computeIfAbsent(name + " " + text, any -> wiring.poolText().read(name, text));
    }
}
