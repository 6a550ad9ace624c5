package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value, or a word for none. Shown as the word, and {@code off} as null like any other that is off. */
record OrNothing<T>(Kind<T> kind, String word) implements Kind<Optional<T>> {
    @Override
    public Optional<T> read(ConfigValue value) throws Unfit {
        return Kind.is(value, word) ? Optional.empty() : Optional.of(kind.read(value));
    }

    @Override
    public String allowed() {
        return kind.allowed() + ", or " + word;
    }

    @Override
    public @Nullable Object shown(Optional<T> value) {
        return value.map(kind::shown).orElse(word.equals("off") ? null : word);
    }

    @Override
    public @Nullable String doubt(ConfigValue value) {
        return kind.doubt(value);
    }
}
