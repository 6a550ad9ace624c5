package io.weir.registry;

import io.weir.health.Ejections;
import io.weir.health.Verdict;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeReport;
import io.weir.registry.overrides.Overrides;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that this node knows about backends, as facts from independent sources that are kept apart: what follows from them
 * together is derived on reading. Of two facts about the same thing the later one counts, so repeating one changes nothing,
 * and facts about different things, or from different sources, may come in any order. Immutable.
 *
 * @param plan what pools and backends there are, by the file and by what was said at run time
 * @param names what is known of host names
 * @param votes the newest report of the checks, by backend
 * @param afresh reports of the checks up to this sequence do not count any more, by backend: one that was in maintenance is
 *     judged afresh when it comes back
 * @param ejections which backends this node's own dials took out of use, and until when
 * @param rulings what all nodes' votes came to, by backend; where there is none this node's checks speak for themselves
 */
public record RegistryState(
        Plan plan,
        Map<String, Resolution> names,
        Map<BackendKey, ProbeReport> votes,
        Map<BackendKey, Long> afresh,
        Ejections ejections,
        Map<BackendKey, Ruling> rulings) {
    /** Knows nothing. */
    public static final RegistryState EMPTY =
            new RegistryState(Plan.NONE, Map.of(), Map.of(), Map.of(), Ejections.NONE, Map.of());

    public RegistryState {
        names = Map.copyOf(names);
        votes = Map.copyOf(votes);
        afresh = Map.copyOf(afresh);
        rulings = Map.copyOf(rulings);
    }

    /** The pools of the file. */
    public Definitions definitions() {
        return plan.definitions();
    }

    /** The pools in effect, by name. */
    public Map<String, PoolSettings> pools() {
        return plan.pools();
    }

    /** The file was read. */
    public RegistryState configured(Definitions next) {
        return next.stamp() > definitions().stamp() ? with(Plan.of(next, plan.overrides(), plan.added())) : this;
    }

    /**
     * Something was said at run time.
     *
     * @param added the settings of all pools that are added at run time
     */
    public RegistryState overridden(Overrides next, Map<String, PoolSettings> added) {
        return with(Plan.of(definitions(), next, added));
    }

    /** From this moment of the monotonic clock on these backends are judged as if they had never been checked. */
    public RegistryState afresh(Collection<BackendKey> keys, long nowNanos) {
        Map<BackendKey, Long> next = new HashMap<>(afresh);
        Map<BackendKey, Ruling> left = new HashMap<>(rulings);
        keys.forEach(key -> {
            next.put(key, nowNanos);
            left.remove(key);
        });
        return new RegistryState(plan, names, votes, next, ejections, left);
    }

    private RegistryState with(Plan next) {
        return new RegistryState(next, names, votes, afresh, ejections, rulings);
    }

    /** Names were looked up. */
    public RegistryState resolved(Map<String, Lookup.Answer> answers) {
        Map<String, Resolution> next = new HashMap<>(names);
        answers.forEach((host, answer) -> {
            Resolution old = next.get(host);
            next.put(host, old == null ? Resolution.of(answer) : old.then(answer));
        });
        return new RegistryState(plan, next, votes, afresh, ejections, rulings);
    }

    /** The checks reported; several at once cost one copy. */
    public RegistryState judged(Collection<ProbeReport> reports) {
        Map<BackendKey, ProbeReport> next = new HashMap<>(votes);
        for (ProbeReport report : reports) {
            next.merge(report.key(), report, later((a, b) -> a.sequence() >= b.sequence()));
        }
        return new RegistryState(plan, names, next, afresh, ejections, rulings);
    }

    /** Nodes voted; what they came to takes the place of what was so before. */
    RegistryState ruled(Map<BackendKey, Ruling> changed) {
        Map<BackendKey, Ruling> next = new HashMap<>(rulings);
        next.putAll(changed);
        next.values().removeIf(Ruling.NONE::equals);
        return new RegistryState(plan, names, votes, afresh, ejections, next);
    }

    /** What the nodes' votes on a backend came to. */
    Ruling ruling(BackendKey key) {
        return rulings.getOrDefault(key, Ruling.NONE);
    }

    /** A dial failed; where it is one too many in a row and another backend is left, this one is out of use. */
    public RegistryState dialFailed(PoolSettings pool, BackendKey key, int consecutive, long nowNanos) {
        // Asked first because it is cheap and nearly always so: the rest looks at the whole pool.
        if (consecutive < pool.outlierDetection().consecutiveFailures() || ejections.contains(key)) {
            return this;
        }
        return with(ejections.failed(key, consecutive, pool.outlierDetection(), mayEject(facts(pool), key), nowNanos));
    }

    /** Without ejections that are over. */
    public RegistryState expired(long nowNanos) {
        return with(ejections.expired(nowNanos));
    }

    /** Without this one's ejection, if there is one. */
    RegistryState returned(BackendKey key) {
        return with(ejections.without(key));
    }

    private RegistryState with(Ejections next) {
        return next.equals(ejections) ? this : new RegistryState(plan, names, votes, afresh, next, rulings);
    }

    /** Without what is known about backends and names that nothing defines any more. */
    public RegistryState pruned() {
        Set<BackendKey> keys = plan.index().keySet();
        Set<String> hosts = new HashSet<>();
        keys.forEach(key -> hosts.add(key.address().host()));
        return new RegistryState(
                plan,
                only(names, hosts),
                only(votes, keys),
                only(afresh, keys),
                new Ejections(only(ejections.until(), keys)),
                only(rulings, keys));
    }

    /** Who a backend of a pool is. */
    public static BackendKey key(PoolSettings pool, BackendSpec spec) {
        return new BackendKey(pool.name(), spec.id(), spec.address());
    }

    /** What all facts together say of one backend; an operator's word on its health counts more than the checks'. */
    public BackendFacts facts(PoolSettings pool, BackendSpec spec) {
        BackendKey key = key(pool, spec);
        Spoken spoken = plan.spoken(key);
        BackendFacts judged = judged(pool, spec, key, spoken.state());
        Health wanted = spoken.health();
        return wanted == null || judged.address() == null
                ? judged
                : new BackendFacts(
                        key,
                        spec,
                        judged.address(),
                        judged.state(),
                        wanted,
                        wanted.word() + " by " + spoken.healthBy());
    }

    private BackendFacts judged(PoolSettings pool, BackendSpec spec, BackendKey key, AdminState state) {
        InetSocketAddress address = address(spec.address());
        if (address == null) {
            Resolution resolution = names.get(spec.address().host());
            String name = "name " + spec.address().host();
            return resolution == null
                    ? new BackendFacts(key, spec, null, state, Health.UNKNOWN, name + " is being looked up")
                    : new BackendFacts(
                            key, spec, null, state, Health.DOWN, name + " never resolved: " + resolution.failure());
        }
        if (pool.healthCheck().kind() instanceof CheckKind.None) {
            return new BackendFacts(key, spec, address, state, Health.UP, "not checked");
        }
        if (state == AdminState.MAINTENANCE) {
            return new BackendFacts(key, spec, address, state, Health.UNKNOWN, "in maintenance, not checked");
        }
        Verdict verdict = ruling(key).verdict();
        if (verdict != null) {
            return new BackendFacts(key, spec, address, state, verdict.health(), verdict.reason());
        }
        ProbeReport vote = votes.get(key);
        return vote == null || !vote.address().equals(address) || vote.sequence() <= judgedAfter(key)
                ? new BackendFacts(key, spec, address, state, Health.UNKNOWN, "not checked yet")
                : new BackendFacts(key, spec, address, state, vote.health(), vote.reason());
    }

    /** Reports of a backend's checks up to this sequence do not count. */
    long judgedAfter(BackendKey key) {
        return afresh.getOrDefault(key, Long.MIN_VALUE);
    }

    /** What all facts together say of a pool's backends, in its order. */
    public List<BackendFacts> facts(PoolSettings pool) {
        return pool.backends().stream().map(spec -> facts(pool, spec)).toList();
    }

    /**
     * The backends of a pool that are out of use after failed dials, or because only this node finds them down. Never all that could be used: where every one of them
     * would be, none is.
     */
    public Set<BackendKey> out(List<BackendFacts> pool) {
        Set<BackendKey> out = new HashSet<>();
        pool.stream().map(BackendFacts::key).filter(this::avoided).forEach(out::add);
        return usable(pool).stream().allMatch(backend -> out.contains(backend.key())) ? Set.of() : out;
    }

    /** Whether a backend is in use and another one would be left if it were taken out. */
    boolean mayEject(List<BackendFacts> pool, BackendKey key) {
        List<BackendFacts> usable = usable(pool);
        return usable.stream().anyMatch(backend -> backend.key().equals(key))
                && usable.stream().anyMatch(backend -> !backend.key().equals(key) && !avoided(backend.key()));
    }

    private boolean avoided(BackendKey key) {
        return ejections.contains(key) || ruling(key).shunned();
    }

    private static List<BackendFacts> usable(List<BackendFacts> pool) {
        List<BackendFacts> up =
                pool.stream().filter(backend -> backend.usable(Health.UP)).toList();
        return up.isEmpty()
                ? pool.stream()
                        .filter(backend -> backend.usable(Health.UNKNOWN))
                        .toList()
                : up;
    }

    /** What an address as defined stands for now; null where its name has never been resolved. */
    @Nullable
    InetSocketAddress address(HostPort defined) {
        InetAddress address = plan.literals().get(defined.host());
        if (address == null) {
            Resolution resolution = names.get(defined.host());
            address = resolution == null ? null : resolution.address();
        }
        return address == null ? null : new InetSocketAddress(address, defined.port());
    }

    private static <T> BinaryOperator<T> later(BiPredicate<T, T> keepsOld) {
        return (old, next) -> keepsOld.test(old, next) ? old : next;
    }

    private static <K, V> Map<K, V> only(Map<K, V> map, Set<K> keys) {
        Map<K, V> next = new HashMap<>(map);
        next.keySet().retainAll(keys);
        return next;
    }
}
