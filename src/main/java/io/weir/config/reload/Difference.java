package io.weir.config.reload;

import io.weir.config.KeyPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one reading to another: a listener, pool, backend or token that is new or gone is one edit, and each other
 * key that differs is one. Immutable.
 *
 * @param edits in the first reading's order, then what is new in the second's
 */
public record Difference(List<Edit> edits) {
    public Difference {
        edits = List.copyOf(edits);
    }

    /** What leads from the first to the second. */
    public static Difference between(Reading first, Reading second) {
        List<Edit> edits = new ArrayList<>();
        maps(KeyPath.ROOT, first.tree(), second.tree(), edits);
        return new Difference(edits);
    }

    /** Only those edits whose path is one of these. */
    public Difference only(Predicate<KeyPath> which) {
        return new Difference(
                edits.stream().filter(edit -> which.test(edit.path())).toList());
    }

    private static void values(KeyPath path, String key, @Nullable Object a, @Nullable Object b, List<Edit> edits) {
        if (Objects.equals(a, b)) {
            return;
        }
        if (a instanceof Map && b instanceof Map) {
            maps(path, Trees.map(a), Trees.map(b), edits);
        } else if (a instanceof List && b instanceof List && Trees.isNamed(key)) {
            lists(path, Trees.named(key, a), Trees.named(key, b), edits);
        } else {
            edits.add(new Edit(Edit.Action.CHANGED, path, a, b));
        }
    }

    private static void maps(
            KeyPath path, Map<String, @Nullable Object> a, Map<String, @Nullable Object> b, List<Edit> edits) {
        Set<String> keys = new LinkedHashSet<>(a.keySet());
        keys.addAll(b.keySet());
        for (String key : keys) {
            KeyPath below = path.child(key);
            if (!b.containsKey(key)) {
                edits.add(new Edit(Edit.Action.REMOVED, below, a.get(key), null));
            } else if (!a.containsKey(key)) {
                edits.add(new Edit(Edit.Action.ADDED, below, null, b.get(key)));
            } else {
                values(below, key, a.get(key), b.get(key), edits);
            }
        }
    }

    /** What is new comes last; where that is not the second's order, the order is an edit of its own. */
    private static void lists(
            KeyPath path, Map<String, @Nullable Object> a, Map<String, @Nullable Object> b, List<Edit> edits) {
        Set<String> order = new LinkedHashSet<>(a.keySet());
        order.retainAll(b.keySet());
        order.addAll(b.keySet());
        maps(path, a, b, edits);
        List<String> wanted = List.copyOf(b.keySet());
        if (!List.copyOf(order).equals(wanted)) {
            edits.add(new Edit(Edit.Action.CHANGED, path, List.copyOf(a.keySet()), wanted));
        }
    }

    /** The reading that it leads to from this one, which is to be the one it was made of. */
    public Reading apply(Reading from) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(from.tree());
        edits.forEach(edit -> apply(tree, edit.path().keys(), edit));
        return new Reading(tree);
    }

    private static void apply(Map<String, @Nullable Object> at, List<String> path, Edit edit) {
        String key = path.getFirst();
        if (path.size() == 1) {
            if (edit.action() == Edit.Action.REMOVED) {
                at.remove(key);
            } else if (Trees.isNamed(key) && at.get(key) instanceof List<?> list) {
                at.put(key, ordered(Trees.named(key, list), edit.to()));
            } else {
                at.put(key, edit.to());
            }
            return;
        }
        List<String> rest = path.subList(1, path.size());
        if (Trees.isNamed(key)) {
            Map<String, @Nullable Object> elements = Trees.named(key, at.get(key));
            apply(elements, rest, edit);
            at.put(key, new ArrayList<>(elements.values()));
        } else {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>(Trees.map(at.get(key)));
            apply(inner, rest, edit);
            at.put(key, inner);
        }
    }

    /** These elements in that order of their names; what it does not name comes last, as it may be on its way out. */
    private static List<@Nullable Object> ordered(Map<String, @Nullable Object> elements, @Nullable Object order) {
        Map<String, @Nullable Object> sorted = new LinkedHashMap<>();
        for (Object name : Trees.list(order)) {
            if (elements.containsKey(String.valueOf(name))) {
                sorted.put(String.valueOf(name), elements.get(String.valueOf(name)));
            }
        }
        elements.forEach(sorted::putIfAbsent);
        return new ArrayList<>(sorted.values());
    }
}
