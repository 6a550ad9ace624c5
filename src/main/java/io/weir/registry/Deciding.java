package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendId;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Door;
import io.weir.model.PoolSettings;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a change to the fields it writes, or to why it cannot be; pure. */
final class Deciding {
    private static final String FILE_HAS_IT =
            " is named by this node's file and cannot be replaced or deleted here: use PATCH or maintenance, or edit the file";
    private static final String FILE_HAS_POOL =
            " is named by this node's file and cannot be replaced or deleted here: edit the file";
    private static final List<String> SAID_OVER =
            List.of(Field.WEIGHT, Field.MAX_CONNECTIONS, Field.STATE, Field.HEALTH);

    private final Plan plan;
    private final List<Door> doors;
    private final List<Decision.Value> values = new ArrayList<>();

    private Deciding(Plan plan, List<Door> doors) {
        this.plan = plan;
        this.doors = doors;
    }

    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_SETTINGS = 16 * 1024;

    /** Run-time backends of all pools, and run-time pools: whoever may add some must not fill every node's memory and disk. */
    static final int MOST_BACKENDS = 10_000;

    static final int MOST_POOLS = 1000;

    /**
     * Decides. What cannot be anyway is refused for that, whatever the condition.
     *
     * @param doors this node's listeners
     */
    static Decision of(Plan plan, List<Door> doors, Change change, Precondition condition) {
        Deciding deciding = new Deciding(plan, doors);
        Decision decision = deciding.decide(change);
        if (decision instanceof Decision.Refuse || condition.equals(Precondition.NONE)) {
            return decision;
        }
        String objection = deciding.objection(change, condition);
        return objection == null ? decision : new Decision.Refuse(ChangeReply.Kind.PRECONDITION, objection);
    }

    private Decision decide(Change change) {
        return switch (change) {
            case Change.PutPool put -> putPool(put);
            case Change.DeletePool delete -> deletePool(delete);
            case Change.OfBackend of -> ofBackend(of);
        };
    }

    private @Nullable String objection(Change change, Precondition condition) {
        PoolSettings pool = plan.pools().get(change.pool());
        if (change instanceof Change.OfBackend of) {
            BackendKey key = pool == null ? null : key(pool, of.id());
            return condition.objection(
                    "backend " + of.id() + " in pool " + of.pool(), key == null ? null : Etag.of(plan, key));
        }
        return condition.objection("pool " + change.pool(), pool == null ? null : Etag.of(plan, pool));
    }

    private Decision ofBackend(Change.OfBackend change) {
        PoolSettings pool = plan.pools().get(change.pool());
        if (pool == null) {
            return noPool(change.pool());
        }
        BackendKey key = key(pool, change.id());
        if (change instanceof Change.PutBackend put) {
            return put(pool, put, key);
        }
        if (key == null) {
            return new Decision.Refuse(
                    ChangeReply.Kind.NOT_FOUND,
                    "no backend " + change.id() + " in pool " + pool.name() + "; there "
                            + list(pool.backends(), BackendSpec::id));
        }
        return switch (change) {
            case Change.PutBackend put -> put(pool, put, key);
            case Change.PatchBackend patch -> patch(patch, key);
            case Change.DeleteBackend delete -> delete(delete, key);
            case Change.ClearOverrides _ -> {
                clear(key, SAID_OVER);
                yield new Decision.Write(values, false, false);
            }
        };
    }

    private Decision put(PoolSettings pool, Change.PutBackend put, @Nullable BackendKey old) {
        if (old != null && origin(old) == Origin.FILE) {
            return new Decision.Refuse(ChangeReply.Kind.CONFLICT, "backend " + put.id() + FILE_HAS_IT);
        }
        Decision wrong = figures(put.weight(), put.maxConnections());
        if (wrong != null) {
            return wrong;
        }
        if (!BackendId.fits(put.id())) {
            return range("id", BackendId.ALLOWED, put.id());
        }
        if (put.address().port() < 1 || put.address().port() > 65_535) {
            return range("address", "a port from 1 to 65535", put.address().port());
        }
        for (Door door : doors) {
            if (door.pool().equals(pool.name()) && door.opensAt(put.address())) {
                return new Decision.Refuse(
                        ChangeReply.Kind.CONFLICT,
                        "address " + put.address() + " is listener " + door.listener() + ", which leads to pool "
                                + pool.name()
                                + ": each connection would open another, without end; give another address");
            }
        }
        BackendSpec spec = new BackendSpec(put.id(), put.address(), put.weight(), put.maxConnections(), put.backup());
        BackendKey key = RegistryState.key(pool, spec);
        if (old != null && !old.equals(key)) {
            remove(old);
        }
        if (old == null && count(plan.index().values(), Defined::origin) >= MOST_BACKENDS) {
            return full(MOST_BACKENDS, "backends");
        }
        boolean stays = key.equals(old) && plan.spoken(key).state() != AdminState.REMOVING;
        put(Field.of(key, Field.PRESENT), FieldText.definition(spec), stays);
        clear(key, stays ? List.of(Field.WEIGHT, Field.MAX_CONNECTIONS) : SAID_OVER);
        return new Decision.Write(values, old == null, false);
    }

    private Decision patch(Change.PatchBackend patch, BackendKey key) {
        if (patch.weight() instanceof Change.Patch.Set<Integer>(Integer weight)) {
            Decision wrong = figures(weight, 1);
            if (wrong != null) {
                return wrong;
            }
        }
        if (patch.maxConnections() instanceof Change.Patch.Set<Integer>(Integer cap)) {
            Decision wrong = figures(1, cap);
            if (wrong != null) {
                return wrong;
            }
        }
        if (patch.state() instanceof Change.Patch.Set<Change.Wish>(Change.Wish wish)) {
            if (wish.state() == AdminState.REMOVING) {
                return new Decision.Refuse(
                        ChangeReply.Kind.RANGE,
                        "state: removing is what DELETE asks for; allowed: ready, draining, maintenance");
            }
            if (wish.deadline() != null && wish.deadline().isNegative()) {
                return range("deadline", "a time from now on", wish.deadline());
            }
        }
        write(key, Field.WEIGHT, patch.weight(), FieldText::count);
        write(key, Field.MAX_CONNECTIONS, patch.maxConnections(), FieldText::count);
        write(key, Field.STATE, patch.state(), wish -> FieldText.state(wish.state(), wish.deadline(), false));
        write(key, Field.HEALTH, patch.healthOverride(), FieldText::word);
        return new Decision.Write(values, false, false);
    }

    private Decision delete(Change.DeleteBackend delete, BackendKey key) {
        if (origin(key) == Origin.FILE) {
            return new Decision.Refuse(ChangeReply.Kind.CONFLICT, "backend " + delete.id() + FILE_HAS_IT);
        }
        write(Field.of(key, Field.STATE), FieldText.state(AdminState.REMOVING, delete.deadline(), delete.force()));
        return new Decision.Write(values, false, true);
    }

    /** The fields that remove a run-time backend for good. */
    static List<Decision.Value> removal(Plan plan, BackendKey key) {
        Deciding deciding = new Deciding(plan, List.of());
        deciding.remove(key);
        return deciding.values;
    }

    /** Its state stays: on a node that hears of all this at once, connections may yet have to go by it. */
    private void remove(BackendKey key) {
        write(Field.of(key, Field.PRESENT), null);
        clear(key, List.of(Field.WEIGHT, Field.MAX_CONNECTIONS, Field.HEALTH));
    }

    private Decision putPool(Change.PutPool put) {
        if (plan.definitions().pools().containsKey(put.pool())) {
            return new Decision.Refuse(ChangeReply.Kind.CONFLICT, "pool " + put.pool() + FILE_HAS_POOL);
        }
        if (!POOL.matcher(put.pool()).matches()) {
            return range(
                    "name",
                    "up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit",
                    put.pool());
        }
        if (put.settings().length() > MOST_SETTINGS) {
            return range(
                    "settings",
                    "up to " + MOST_SETTINGS + " characters",
                    put.settings().length());
        }
        if (!plan.pools().containsKey(put.pool()) && count(plan.pools().keySet(), plan::origin) >= MOST_POOLS) {
            return full(MOST_POOLS, "pools");
        }
        boolean there = plan.pools().containsKey(put.pool());
        put(Field.ofPool(put.pool(), Field.POOL), put.settings(), there);
        return new Decision.Write(values, !there, false);
    }

    private Decision deletePool(Change.DeletePool delete) {
        PoolSettings pool = plan.pools().get(delete.pool());
        if (pool == null) {
            return noPool(delete.pool());
        }
        if (plan.origin(pool.name()) == Origin.FILE) {
            return new Decision.Refuse(ChangeReply.Kind.CONFLICT, "pool " + pool.name() + FILE_HAS_POOL);
        }
        List<String> leading = leadingTo(doors, pool.name());
        if (!leading.isEmpty()) {
            return inUse(pool.name(), "", leading);
        }
        write(Field.ofPool(delete.pool(), Field.POOL), null);
        pool.backends().forEach(spec -> remove(RegistryState.key(pool, spec)));
        return new Decision.Write(values, false, true);
    }

    /** The names of the listeners that lead to a pool. */
    static List<String> leadingTo(List<Door> doors, String pool) {
        return doors.stream()
                .filter(door -> door.pool().equals(pool))
                .map(Door::listener)
                .toList();
    }

    /**
     * Why a pool cannot be deleted.
     *
     * @param where behind the listeners' names
     */
    static Decision.Refuse inUse(String pool, String where, List<String> leading) {
        return new Decision.Refuse(
                ChangeReply.Kind.CONFLICT,
                "pool " + pool + " is in use by listener " + String.join(", ", leading) + where
                        + ": switch it first, with PATCH and another pool, or null for its file's");
    }

    private static <T> long count(Collection<T> all, Function<T, Origin> origin) {
        return all.stream().filter(each -> origin.apply(each) == Origin.API).count();
    }

    private static Decision full(int most, String what) {
        return new Decision.Refuse(
                ChangeReply.Kind.CONFLICT,
                "there are " + most + " run-time " + what
                        + ", which is as many as there may be: delete some, or name them in the nodes' files");
    }

    private static @Nullable Decision figures(int weight, int cap) {
        if (weight < 0 || weight > FieldText.MOST_WEIGHT) {
            return range("weight", "0 to " + FieldText.MOST_WEIGHT, weight);
        }
        return cap < 1 ? range("maxConnections", "at least 1, or off", cap) : null;
    }

    private static Decision range(String what, String allowed, Object is) {
        return new Decision.Refuse(ChangeReply.Kind.RANGE, what + " " + is + "; allowed: " + allowed);
    }

    private Decision noPool(String name) {
        return new Decision.Refuse(
                ChangeReply.Kind.NOT_FOUND,
                "no pool " + name + "; there " + list(List.copyOf(plan.pools().keySet()), pool -> pool));
    }

    private static <T> String list(List<T> all, Function<T, String> name) {
        if (all.isEmpty()) {
            return "is none";
        }
        String names = String.join(", ", all.stream().limit(10).map(name).toList());
        return (all.size() == 1 ? "is " : "are ") + names + (all.size() > 10 ? ", …" : "");
    }

    private @Nullable BackendKey key(PoolSettings pool, String id) {
        for (BackendSpec spec : pool.backends()) {
            if (spec.id().equals(id)) {
                return RegistryState.key(pool, spec);
            }
        }
        return null;
    }

    private Origin origin(BackendKey key) {
        Defined defined = plan.index().get(key);
        return defined == null ? Origin.API : defined.origin();
    }

    private <T> void write(BackendKey key, String name, Change.Patch<T> patch, Function<T, String> text) {
        switch (patch) {
            case Change.Patch.Keep<T> _ -> {}
            case Change.Patch.Clear<T> _ -> clear(key, List.of(name));
            case Change.Patch.Set<T> set -> write(Field.of(key, name), text.apply(set.value()));
        }
    }

    private void write(Field field, @Nullable String value) {
        values.add(new Decision.Value(field, value, false));
    }

    /** A definition; the same one put again is not another write, so that whoever repeats a request changes nothing. */
    private void put(Field field, String value, boolean stays) {
        values.add(new Decision.Value(
                field, value, stays && value.equals(plan.overrides().value(field))));
    }

    /** Only what says something: a field that was never set needs no tombstone. */
    private void clear(BackendKey key, List<String> names) {
        Map<String, Entry> said = plan.overrides().of(key);
        for (String name : names) {
            Entry entry = said.get(name);
            if (entry != null && entry.value() != null) {
                write(Field.of(key, name), null);
            }
        }
    }
}
