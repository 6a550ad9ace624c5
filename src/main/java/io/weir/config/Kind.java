package io.weir.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a key takes: how a value is read, what is allowed, and how it is shown.
 *
 * @param <T> what it is in {@link io.weir.model.Settings}
 */
interface Kind<T> {
    /** Reads one value, neither null nor unresolved. */
    T read(ConfigValue value) throws Unfit;

    /** What is allowed, to follow "allowed: ". */
    String allowed();

    /** The value as a string, number, boolean or list, in a form that reads back as the same; null: off. */
    @Nullable
    Object shown(T value);

    /** A remark on a value that can be read but hardly was meant, or null. */
    default @Nullable String doubt(ConfigValue value) {
        return null;
    }

    /** Whether the value is a word that lets Weir decide. */
    default boolean decided(ConfigValue value) {
        return false;
    }

    /** The same, or {@code off}. */
    default Kind<T> orOff(T off) {
        return new OrOff<>(this, off);
    }

    /** The same, or a word that stands for a value. */
    default Kind<T> or(String word, T meaning) {
        return new OrWord<>(this, word, meaning);
    }

    /** The same, or a word that stands for nothing. */
    default Kind<Optional<T>> orNothing(String word) {
        return new OrNothing<>(this, word);
    }

    /** The text of a string, number or boolean. */
    static String scalar(ConfigValue value) throws Unfit {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
            case LIST -> throw Unfit.kind("a list stands where one value is wanted");
            case OBJECT -> throw Unfit.kind("a section { } stands where one value is wanted");
            case NULL -> throw Unfit.kind("null says nothing; leave the key out for its default");
        };
    }

    /** Whether the value is this very word. */
    static boolean is(ConfigValue value, String word) {
        return value.valueType() == ConfigValueType.STRING && word.equals(value.unwrapped());
    }
}
