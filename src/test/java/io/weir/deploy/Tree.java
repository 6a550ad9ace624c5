package io.weir.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A value of a YAML document. Strict: what is asked for must be there and be what it is asked as, and no key stands twice.
 *
 * @param path where it is, for failure messages
 * @param value a map, a list or a scalar
 */
record Tree(String path, Object value) {
    /** The only document of a file. */
    static Tree read(Path file) {
        List<Tree> all = all(text(file), file.toString());
        if (all.size() != 1) {
            throw new NoSuchElementException(file + " has " + all.size() + " documents");
        }
        return all.getFirst();
    }

    /** Every document of a text. */
    static List<Tree> all(String text, String name) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<Tree> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(strict))
                .loadAll(text)
                .forEach(document -> documents.add(new Tree(name + "#" + documents.size(), document)));
        return documents;
    }

    /** Below keys separated by blanks, since keys may hold dots. */
    Tree at(String keys) {
        Tree here = this;
        for (String key : keys.split(" ")) {
            Object next = here.map().get(key);
            if (next == null) {
                throw new NoSuchElementException(
                        here.path + " has no " + key + ", but " + here.map().keySet());
            }
            here = new Tree(here.path + " " + key, next);
        }
        return here;
    }

    boolean has(String key) {
        return map().containsKey(key);
    }

    Set<String> keys() {
        return map().keySet();
    }

    List<Tree> list() {
        List<?> elements = as(List.class);
        List<Tree> all = new ArrayList<>();
        for (Object element : elements) {
            all.add(new Tree(path + "[" + all.size() + "]", element));
        }
        return all;
    }

    /** The one element of a list whose {@code name} is this. */
    Tree named(String name) {
        List<Tree> found = list().stream()
                .filter(element -> element.at("name").text().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new NoSuchElementException(path + " has " + found.size() + " of the name " + name);
        }
        return found.getFirst();
    }

    List<String> texts() {
        return list().stream().map(Tree::text).toList();
    }

    String text() {
        return as(String.class);
    }

    int number() {
        return as(Integer.class);
    }

    boolean flag() {
        return as(Boolean.class);
    }

    @SuppressWarnings("unchecked") // keys of these files are strings; another would fail where it is read
    private Map<String, Object> map() {
        return as(Map.class);
    }

    private <T> T as(Class<T> type) {
        if (!type.isInstance(value)) {
            throw new NoSuchElementException(path + " is no " + type.getSimpleName() + ": " + value);
        }
        return type.cast(value);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
