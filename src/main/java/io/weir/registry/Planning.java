package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan. A backend that the file names is the file's, with fields that were set at run time over its own. Run-time
 * backends join the pools that this node has; of two with one id the one said later counts, and none whose id the file uses.
 */
final class Planning {
    private final Definitions definitions;
    private final Overrides overrides;
    private final Map<String, PoolSettings> added;
    private final Map<String, Map<String, Candidate>> atRunTime = new HashMap<>();
    private final Map<String, PoolSettings> pools = new LinkedHashMap<>();
    private final Map<BackendKey, Defined> index = new LinkedHashMap<>();
    private final Map<String, InetAddress> literals;

    private record Candidate(BackendSpec spec, Stamp stamp) {
        Candidate or(Candidate other) {
            return stamp.compareTo(other.stamp) >= 0 ? this : other;
        }
    }

    Planning(Definitions definitions, Overrides overrides, Map<String, PoolSettings> added) {
        this.definitions = definitions;
        this.overrides = overrides;
        this.added = added;
        this.literals = new HashMap<>(definitions.literals());
    }

    Plan plan() {
        overrides.backends().forEach(this::candidate);
        definitions.pools().values().forEach(this::pool);
        new TreeMap<>(added)
                .values().stream()
                        .filter(settings -> !pools.containsKey(settings.name()))
                        .forEach(this::pool);
        return new Plan(definitions, overrides, added, pools, index, literals);
    }

    private void candidate(BackendKey key, Map<String, Entry> fields) {
        Entry present = fields.get(Field.PRESENT);
        if (present != null) {
            FieldText.definition(present.value(), key.id(), key.address())
                    .ifPresent(spec -> atRunTime
                            .computeIfAbsent(key.pool(), pool -> new TreeMap<>())
                            .merge(key.id(), new Candidate(spec, present.stamp()), Candidate::or));
        }
    }

    private void pool(PoolSettings settings) {
        List<BackendSpec> specs = new ArrayList<>();
        Map<String, Candidate> more = new LinkedHashMap<>(atRunTime.getOrDefault(settings.name(), Map.of()));
        Map<BackendKey, BackendSpec> bases = new LinkedHashMap<>();
        settings.backends().forEach(spec -> {
            more.remove(spec.id());
            bases.put(RegistryState.key(settings, spec), spec);
        });
        int files = bases.size();
        more.values().forEach(each -> {
            bases.put(RegistryState.key(settings, each.spec()), each.spec());
            literal(each.spec().address().host());
        });
        bases.forEach((key, base) -> specs.add(effective(base, overrides.of(key))));
        PoolSettings pool = settings.withBackends(specs);
        pools.put(pool.name(), pool);
        int at = 0;
        for (Map.Entry<BackendKey, BackendSpec> each : bases.entrySet()) {
            Origin origin = at < files ? Origin.FILE : Origin.API;
            BackendSpec base = each.getValue();
            Map<String, Entry> said = overrides.of(each.getKey());
            index.put(each.getKey(), new Defined(pool, specs.get(at++), base, origin, spoken(said, origin)));
        }
    }

    private static BackendSpec effective(BackendSpec base, Map<String, Entry> said) {
        if (said.isEmpty()) {
            return base;
        }
        return new BackendSpec(
                base.id(),
                base.address(),
                FieldText.weight(value(said, Field.WEIGHT)).orElse(base.weight()),
                FieldText.cap(value(said, Field.MAX_CONNECTIONS)).orElse(base.maxConnections()),
                base.backup());
    }

    private static Spoken spoken(Map<String, Entry> said, Origin origin) {
        Spoken spoken = Spoken.NOTHING;
        Entry state = said.get(Field.STATE);
        if (state != null) {
            Spoken wanted = FieldText.state(state.value(), spoken, state.stamp());
            // Elsewhere it was a run-time backend and removed; here the file has it.
            spoken = origin == Origin.FILE && wanted.state() == AdminState.REMOVING ? spoken : wanted;
        }
        Entry wanted = said.get(Field.HEALTH);
        Health health = wanted == null ? null : FieldText.health(wanted.value());
        return wanted == null || health == null ? spoken : spoken.withHealth(health, wanted.by());
    }

    private static @Nullable String value(Map<String, Entry> said, String name) {
        Entry entry = said.get(name);
        return entry == null ? null : entry.value();
    }

    private void literal(String host) {
        InetAddress literal = Definitions.literal(host);
        if (literal != null) {
            literals.put(host, literal);
        }
    }
}
